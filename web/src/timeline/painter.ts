import type { Layer } from '@/canvas/layers';
import type { Size } from '@/model/rectangle';
import { digitsOf, formatTime, roundStep } from '@/model/sound-time';
import { endOf, type Stretch } from '@/model/stretch';
import type { Band, Layout } from './layout';
import type { PlacedPicture, Wave } from './sound-view';
import { type TimeView, toScreen, toTime } from './view';

/** A segment as it is to be drawn. */
export interface PaintedSegment extends Stretch {
  readonly colour: string;
  /** On its tag. */
  readonly text: string;
  /** Heard by a model, not yet accepted. */
  readonly suggested?: boolean;
}

const ink = {
  ground: '#1b1b1f',
  ruler: '#26262b',
  tick: '#77777f',
  text: '#c9c9cf',
  wave: '#8fb4ff',
  line: '#3a3a42',
  playhead: '#ffffff',
  tag: '#161616',
  shade: 'rgb(10 10 14 / 62%)',
};
const font = '11px system-ui, sans-serif';
const tagFont = '600 12px system-ui, sans-serif';
const tagHeight = 18;
const leastTagged = 14; // pixels on the screen
const tickRoom = 84; // pixels between two times of the ruler
const gripWidth = 3;

function paintRuler(context: CanvasRenderingContext2D, band: Band, view: TimeView, { width }: Size): void {
  context.fillStyle = ink.ruler;
  context.fillRect(0, band.top, width, band.height);
  const step = roundStep(tickRoom / view.scale);
  const digits = digitsOf(step);
  context.font = font;
  context.textBaseline = 'middle';
  const bottom = band.top + band.height;
  const first = Math.floor(view.begin / step);
  for (let k = first; k * step <= toTime(view, width); ++k) {
    const x = Math.round(toScreen(view, k * step));
    context.fillStyle = ink.tick;
    context.fillRect(x, bottom - 8, 1, 8);
    for (let part = 1; part < 5; ++part)
      context.fillRect(Math.round(toScreen(view, (k + part / 5) * step)), bottom - 4, 1, 4);
    context.fillStyle = ink.text;
    context.fillText(formatTime(k * step, digits), x + 4, band.top + band.height / 2 - 1);
  }
}

/** One column for each pixel; a line from sample to sample where pixels are finer than those. */
function paintWave(
  context: CanvasRenderingContext2D,
  { top, height }: Band,
  view: TimeView,
  { width }: Size,
  { begin, seconds, lows, highs, isFine }: Wave,
): void {
  const count = highs.length;
  if (count === 0) return;
  const perPoint = seconds / count;
  const middle = top + height / 2;
  const unit = (height / 2 - 3) / 127;
  const spacing = perPoint * view.scale;
  const left = Math.max(0, Math.floor(toScreen(view, begin)));
  const right = Math.min(width, Math.ceil(toScreen(view, begin + seconds)));
  if (right <= left) return;
  const pointAt = (x: number) => (toTime(view, x) - begin) / perPoint;
  if (isFine && spacing > 2) {
    const first = Math.max(0, Math.floor(pointAt(left)) - 1);
    const last = Math.min(count - 1, Math.ceil(pointAt(right)) + 1);
    context.strokeStyle = ink.wave;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let k = first; k <= last; ++k) {
      const value = ((highs[k] ?? 0) + (lows[k] ?? 0)) / 2;
      const x = toScreen(view, begin + (k + 0.5) * perPoint);
      if (k === first) context.moveTo(x, middle - value * unit);
      else context.lineTo(x, middle - value * unit);
      if (spacing > 8) context.rect(x - 1.5, middle - value * unit - 1.5, 3, 3);
    }
    context.stroke();
    return;
  }
  context.fillStyle = ink.wave;
  for (let x = left; x < right; ++x) {
    const from = Math.max(0, Math.min(count - 1, Math.floor(pointAt(x))));
    const to = Math.max(from + 1, Math.min(count, Math.ceil(pointAt(x + 1))));
    let low = 127;
    let high = -128;
    for (let k = from; k < to; ++k) {
      low = Math.min(low, lows[k] ?? 0);
      high = Math.max(high, highs[k] ?? 0);
    }
    const y = middle - high * unit;
    context.fillRect(x, y, 1, Math.max(1, (high - low) * unit));
  }
}

/** Ruler, waveform, spectrogram and, below, the whole recording. */
export function paintSound(
  layer: Layer,
  layout: Layout,
  view: TimeView,
  screen: Size,
  waves: readonly Wave[],
  pictures: readonly PlacedPicture[],
  overview: Wave | undefined,
  length: number,
): void {
  const context = layer.clear();
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, screen.width, screen.height);
  paintRuler(context, layout.ruler, view, screen);
  context.fillStyle = ink.line;
  context.fillRect(0, layout.wave.top + Math.round(layout.wave.height / 2), screen.width, 1);
  for (const wave of waves) paintWave(context, layout.wave, view, screen, wave);
  const { top, height } = layout.picture;
  context.imageSmoothingQuality = 'low';
  for (const { picture, stretch, from, to } of pictures) {
    // On whole pixels, so that no line shows where one ends and the next begins.
    const left = Math.round(toScreen(view, stretch.begin));
    const right = Math.round(toScreen(view, endOf(stretch)));
    const x = from * picture.width;
    context.drawImage(
      picture,
      x,
      0,
      (to - from) * picture.width,
      picture.height,
      left,
      top,
      right - left,
      height,
    );
  }
  const below = layout.overview;
  context.fillStyle = ink.ruler;
  context.fillRect(0, below.top, screen.width, below.height);
  if (overview) paintWave(context, below, { begin: 0, scale: screen.width / length }, screen, overview);
  const scale = screen.width / length;
  const [left, right] = [
    view.begin * scale,
    Math.max(view.begin * scale + 4, toTime(view, screen.width) * scale),
  ];
  context.fillStyle = ink.shade;
  context.fillRect(0, below.top, left, below.height);
  context.fillRect(right, below.top, screen.width - right, below.height);
  context.strokeStyle = ink.text;
  context.lineWidth = 1.5;
  context.strokeRect(left + 0.75, below.top + 0.75, Math.max(2, right - left - 1.5), below.height - 1.5);
}

interface Look {
  readonly fill: number;
  readonly line: number;
}

function paintSegment(
  context: CanvasRenderingContext2D,
  layout: Layout,
  view: TimeView,
  screen: Size,
  segment: PaintedSegment,
  look: Look,
): void {
  const left = Math.round(toScreen(view, segment.begin));
  const right = Math.max(left + 1, Math.round(toScreen(view, endOf(segment))));
  if (right < 0 || left > screen.width) return;
  const { top } = layout.wave;
  const bottom = layout.picture.top + layout.picture.height;
  context.globalAlpha = look.fill;
  context.fillStyle = segment.colour;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = 1;
  for (const x of [left, right - look.line]) {
    if (segment.suggested) for (let y = top; y < bottom; y += 8) context.fillRect(x, y, look.line, 5);
    else context.fillRect(x, top, look.line, bottom - top);
  }
  context.fillRect(left, top, right - left, 3);
}

function paintTag(
  context: CanvasRenderingContext2D,
  layout: Layout,
  view: TimeView,
  screen: Size,
  segment: PaintedSegment,
): void {
  const begin = Math.round(toScreen(view, segment.begin));
  const left = Math.max(0, begin);
  const right = Math.min(screen.width, Math.round(toScreen(view, endOf(segment))));
  const room = right - left;
  if (room < leastTagged) return;
  const { top } = layout.wave;
  const width = Math.min(room, context.measureText(segment.text).width + 10);
  context.fillStyle = segment.suggested ? ink.shade : segment.colour;
  context.fillRect(left, top, width, tagHeight);
  context.save();
  context.beginPath();
  context.rect(left, top, width, tagHeight);
  context.clip();
  context.fillStyle = segment.suggested ? segment.colour : ink.tag;
  context.fillText(segment.text, left + 5, top + tagHeight / 2 + 0.5);
  context.restore();
}

function paintAll(
  context: CanvasRenderingContext2D,
  layout: Layout,
  view: TimeView,
  screen: Size,
  segments: readonly PaintedSegment[],
  look: Look,
): void {
  const end = toTime(view, screen.width);
  const seen = segments.filter((segment) => segment.begin <= end && endOf(segment) >= view.begin);
  for (const segment of seen) paintSegment(context, layout, view, screen, segment, look);
  context.font = tagFont;
  context.textBaseline = 'middle';
  for (const segment of seen) paintTag(context, layout, view, screen, segment);
}

/** Where segments are, in the strip of the whole recording. */
function paintPlaces(
  context: CanvasRenderingContext2D,
  { top }: Band,
  screen: Size,
  segments: readonly PaintedSegment[],
  length: number,
): void {
  const scale = screen.width / length;
  for (const { begin, seconds, colour } of segments) {
    context.fillStyle = colour;
    context.fillRect(begin * scale, top + 3, Math.max(2, seconds * scale), 4);
  }
}

/** The segments that nobody is at work on. */
export function paintSegments(
  layer: Layer,
  layout: Layout,
  view: TimeView,
  screen: Size,
  segments: readonly PaintedSegment[],
  length: number,
): void {
  const context = layer.clear();
  paintAll(context, layout, view, screen, segments, { fill: 0.2, line: 2 });
  paintPlaces(context, layout.overview, screen, segments, length);
}

/** Those that are selected, with grips at the ends where there is one alone. */
export function paintSelected(
  layer: Layer,
  layout: Layout,
  view: TimeView,
  screen: Size,
  segments: readonly PaintedSegment[],
  length: number,
): void {
  const context = layer.clear();
  paintAll(context, layout, view, screen, segments, { fill: 0.38, line: 3 });
  paintPlaces(context, layout.overview, screen, segments, length);
  const [only] = segments;
  if (!only || segments.length > 1) return;
  const middle = layout.picture.top - 14;
  for (const time of [only.begin, endOf(only)]) {
    const x = Math.round(toScreen(view, time));
    context.fillStyle = ink.playhead;
    context.fillRect(x - gripWidth, middle, 2 * gripWidth, 28);
    context.fillStyle = ink.tag;
    context.fillRect(x - 1, middle + 6, 1, 16);
    context.fillRect(x + 1, middle + 6, 1, 16);
  }
}

/** A segment that is being drawn. */
export function paintDrawn(
  layer: Layer,
  layout: Layout,
  view: TimeView,
  screen: Size,
  stretch: Stretch,
  colour: string,
): void {
  paintSegment(layer.context, layout, view, screen, { ...stretch, colour, text: '' }, { fill: 0.3, line: 2 });
}

/** The playhead in both views, and how far a segment that was begun reaches. */
export function paintPlayhead(
  layer: Layer,
  layout: Layout,
  view: TimeView,
  screen: Size,
  position: number,
  length: number,
): void {
  const context = layer.clear();
  const x = Math.round(toScreen(view, position));
  const bottom = layout.picture.top + layout.picture.height;
  context.fillStyle = ink.playhead;
  if (x >= -8 && x <= screen.width + 8) {
    context.fillRect(x - 1, 4, 2, bottom - 4);
    context.beginPath();
    context.moveTo(x - 6, 4);
    context.lineTo(x + 6, 4);
    context.lineTo(x, 13);
    context.fill();
  }
  const { top, height } = layout.overview;
  context.fillRect(Math.round((position * screen.width) / length) - 1, top, 2, height);
}
