import { handles, type Rectangle, type Size } from '@/model/rectangle';
import type { Layer } from './layers';
import { toScreen, type View } from './view';

/** A box as it is to be drawn. */
export interface PaintedBox {
  readonly location: Rectangle;
  readonly colour: string;
  /** On its tag. */
  readonly text: string;
  /** Found by a model, not yet accepted. */
  readonly suggested?: boolean;
}

/** Handles are squares of this side; they can be taken from a little further away. */
export const handleSide = 9;
const mostTags = 250;
const leastTagged = 26; // pixels on the screen
const tagHeight = 17;
const shade = 'rgb(0 0 0 / 55%)';
const tagInk = '#161616';

const tagWidths = new Map<string, number>();

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const known = tagWidths.get(text);
  if (known !== undefined) return known;
  const width = context.measureText(text).width;
  if (tagWidths.size > 5000) tagWidths.clear();
  tagWidths.set(text, width);
  return width;
}

/** On whole pixels, where lines are sharp and quick. */
function onGrid({ left, top, width, height }: Rectangle): Rectangle {
  const [x, y] = [Math.round(left), Math.round(top)];
  return { left: x, top: y, width: Math.round(left + width) - x, height: Math.round(top + height) - y };
}

/** `quickly`: coarser, while the view is on its way. */
export function paintPicture(
  layer: Layer,
  view: View,
  image: CanvasImageSource,
  { width, height }: Size,
  quickly: boolean,
): void {
  const context = layer.clear();
  // Far in, pixels are what one wants to see.
  context.imageSmoothingEnabled = view.scale < 6;
  context.imageSmoothingQuality = quickly ? 'low' : 'medium';
  context.drawImage(image, view.x, view.y, width * view.scale, height * view.scale);
}

function isSeen({ left, top, width, height }: Rectangle, screen: Size): boolean {
  return (
    left + width >= -4 && top + height >= -tagHeight && left <= screen.width + 4 && top <= screen.height + 4
  );
}

function paintTag(context: CanvasRenderingContext2D, at: Rectangle, box: PaintedBox): void {
  const width = widthOf(context, box.text) + 10;
  // Above the box, or in it at the picture's upper edge.
  const top = at.top >= tagHeight ? at.top - tagHeight : at.top;
  context.fillStyle = box.suggested ? shade : box.colour;
  context.fillRect(at.left - 1, top, width, tagHeight);
  context.fillStyle = box.suggested ? box.colour : tagInk;
  context.fillText(box.text, at.left + 4, top + tagHeight / 2 + 0.5);
}

function paintAll(
  context: CanvasRenderingContext2D,
  view: View,
  screen: Size,
  boxes: Iterable<PaintedBox>,
  { fill, line, tags }: { readonly fill: number; readonly line: number; readonly tags: boolean },
): void {
  context.font = '600 12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  const seen: { readonly at: Rectangle; readonly box: PaintedBox }[] = [];
  for (const box of boxes) {
    const at = onGrid(toScreen(view, box.location));
    if (isSeen(at, screen)) seen.push({ at, box });
  }
  context.lineWidth = line;
  for (const { at, box } of seen) {
    context.globalAlpha = fill;
    context.fillStyle = box.colour;
    context.fillRect(at.left, at.top, at.width, at.height);
    context.globalAlpha = 1;
    context.strokeStyle = box.colour;
    if (box.suggested) context.setLineDash([6, 4]);
    context.strokeRect(at.left, at.top, at.width, at.height);
    if (box.suggested) context.setLineDash([]);
  }
  if (!tags || seen.length > mostTags) return;
  for (const { at, box } of seen) if (at.width >= leastTagged) paintTag(context, at, box);
}

/** The boxes that nobody is at work on. */
export function paintBoxes(layer: Layer, view: View, screen: Size, boxes: Iterable<PaintedBox>): void {
  paintAll(layer.clear(), view, screen, boxes, { fill: 0.1, line: 2, tags: true });
}

/** Those that are selected, with handles where there is one alone. */
export function paintSelected(layer: Layer, view: View, screen: Size, boxes: readonly PaintedBox[]): void {
  const context = layer.clear();
  paintAll(context, view, screen, boxes, { fill: 0.22, line: 3, tags: boxes.length < 40 });
  const [only] = boxes;
  if (!only || boxes.length > 1) return;
  const at = onGrid(toScreen(view, only.location));
  context.lineWidth = 1.5;
  context.strokeStyle = tagInk;
  context.fillStyle = '#fff';
  for (const { x, y } of handles) {
    const left = at.left + (at.width * (x + 1)) / 2 - handleSide / 2;
    const top = at.top + (at.height * (y + 1)) / 2 - handleSide / 2;
    context.fillRect(left, top, handleSide, handleSide);
    context.strokeRect(left, top, handleSide, handleSide);
  }
}

/** A box that is being drawn. */
export function paintDrawn(layer: Layer, view: View, rectangle: Rectangle, colour: string): void {
  const { context } = layer;
  const at = onGrid(toScreen(view, rectangle));
  context.globalAlpha = 0.2;
  context.fillStyle = colour;
  context.fillRect(at.left, at.top, at.width, at.height);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.strokeRect(at.left, at.top, at.width, at.height);
}

/** Lines through the pointer, to start a box where another ends. */
export function paintCross(
  layer: Layer,
  { x, y }: { readonly x: number; readonly y: number },
  screen: Size,
): void {
  const { context } = layer;
  for (const [colour, offset] of [
    ['rgb(0 0 0 / 45%)', 1],
    ['rgb(255 255 255 / 75%)', 0],
  ] as const) {
    context.fillStyle = colour;
    context.fillRect(0, Math.round(y) + offset, screen.width, 1);
    context.fillRect(Math.round(x) + offset, 0, 1, screen.height);
  }
}
