import { type Layer, Layers } from '@/canvas/layers';
import { listenToPointer } from '@/canvas/pointer';
import type { Place, Size } from '@/model/rectangle';
import { between, endOf, inOrder, resized, type Side, type Stretch, stretchAt } from '@/model/stretch';
import { endAt, type Gesture, shifted } from './gesture';
import type { TimeCommand } from './keys';
import { isIn, type Layout, layoutOf } from './layout';
import {
  type PaintedSegment,
  paintDrawn,
  paintPlayhead,
  paintSegments,
  paintSelected,
  paintSound,
} from './painter';
import { type SoundSource, SoundView } from './sound-view';
import { fitted, kept, panned, type TimeView, toScreen, toTime, zoomed } from './view';

/** What the user does; whoever owns the segments changes them and hands them back with `setSegments`. */
export interface TimeEditorEvents {
  /** Segments were moved or resized. `continues`: by a key that is held down. */
  readonly onChange: (places: readonly number[], to: readonly Stretch[], continues: boolean) => void;
  readonly onDraw: (stretch: Stretch) => void;
  /** Places of the selected segments, rising. */
  readonly onSelect: (places: readonly number[]) => void;
  /** The recording is to be heard from this time on. */
  readonly onSeek: (time: number) => void;
  /** Seconds in sight. */
  readonly onView: (sight: Stretch) => void;
}

const layerNames = ['sound', 'segments', 'selected', 'playhead'] as const;
type LayerName = (typeof layerNames)[number];

const leastDrag = 3; // pixels of the screen: less is a click
const zoomStep = 1.5;
const none: ReadonlySet<number> = new Set();

/**
 * Draws a recording, waveform above spectrogram, with segments on it, and lets the user draw, move and resize them. Owns what it
 * adds to `element`, which needs a size of its own and `position: relative`. Redraws at most once a frame, and of its layers
 * only those that have changed; keeps of the recording's looks what is in sight and a bounded amount of what was. Keys are for
 * the owner to hand to `press`. Ends with `close`.
 */
export class TimeEditor {
  private readonly layers: Layers<LayerName>;
  private layout: Layout = layoutOf({ width: 0, height: 0 });
  private sound: SoundView | undefined;
  private view: TimeView = { begin: 0, scale: 1 };
  private isFitted = true;
  private segments: readonly PaintedSegment[] = [];
  private selected: ReadonlySet<number> = none;
  private drawColour = '#fff';
  private started: number | undefined;
  private position = 0;
  private gesture: Gesture | undefined;
  private carried: ReadonlyMap<number, Stretch> = new Map();
  private pressed: number | undefined;
  private pointer = 0;
  private readonly ends = new AbortController();

  constructor(
    private readonly element: HTMLElement,
    private readonly events: TimeEditorEvents,
  ) {
    this.layers = new Layers(
      element,
      layerNames,
      (name, layer) => this.paint(name, layer),
      () => this.arrange(),
    );
    listenToPointer(
      element,
      {
        down: (at, event) => this.pointerDown(at, event),
        move: (at) => this.pointerMove(at),
        up: (at) => this.pointerUp(at),
        cancel: () => this.giveUp(),
        wheel: (by, at, event) => this.wheel(by, at, event),
      },
      this.ends.signal,
    );
    this.arrange();
  }

  close(): void {
    this.ends.abort();
    this.layers.close();
    this.sound?.close();
  }

  /** Another recording, all of it in sight. */
  setSound(source: SoundSource): void {
    this.sound?.close();
    this.sound = new SoundView(source, () => {
      this.element.dataset['held'] = String(this.sound?.bytes ?? 0);
      this.layers.redraw('sound');
    });
    this.position = 0;
    this.giveUp();
    this.fit();
  }

  setSegments(segments: readonly PaintedSegment[]): void {
    this.segments = segments;
    this.layers.redraw('segments', 'selected');
  }

  /** Tells nobody: whoever calls it knows. */
  setSelected(places: readonly number[]): void {
    this.selected = new Set(places);
    this.layers.redraw('segments', 'selected');
  }

  /** Of segments to come. */
  setColour(colour: string): void {
    this.drawColour = colour;
  }

  /** Where a segment was begun that is to end at the playhead. */
  setStarted(time: number | undefined): void {
    this.started = time;
    this.layers.redraw('selected');
  }

  /** `playing`: the view follows when the playhead leaves it. */
  setPosition(time: number, playing: boolean): void {
    this.position = time;
    const x = toScreen(this.view, time);
    if (playing && !this.gesture && (x > this.screen.width || x < 0))
      this.look({ ...this.view, begin: time - (0.1 * this.screen.width) / this.view.scale });
    this.layers.redraw('playhead', ...(this.started === undefined ? [] : (['selected'] as const)));
  }

  /** Does what a key asks for; false for commands that are not of the view and of segments' places. */
  press(command: TimeCommand): boolean {
    switch (command.name) {
      case 'move':
      case 'resize':
        return this.nudge(command.name === 'move' ? 0 : 1, command.by, command.repeated);
      case 'next-segment':
      case 'step-on':
        return this.step(1);
      case 'previous-segment':
      case 'step-back':
        return this.step(-1);
      case 'begin-here':
        return this.endHere(-1);
      case 'end-here':
        return this.endHere(1);
      case 'select-all':
        this.choose(this.segments.flatMap(({ suggested }, place) => (suggested ? [] : [place])));
        return true;
      case 'let-go':
        if (this.gesture) this.giveUp();
        else this.choose([]);
        return true;
      case 'zoom-in':
      case 'zoom-out':
        this.zoom(command.name === 'zoom-in' ? zoomStep : 1 / zoomStep);
        return true;
      case 'fit':
        this.fit();
        return true;
      default:
        return false;
    }
  }

  /** About a place of the screen; about the playhead when none is given and it is in sight. */
  zoom(factor: number, x?: number): void {
    const head = toScreen(this.view, this.position);
    const middle = head >= 0 && head <= this.screen.width ? head : this.screen.width / 2;
    this.look(zoomed(this.view, factor, x ?? middle));
  }

  fit(): void {
    this.look(fitted(this.length, this.screen.width));
    this.isFitted = true;
  }

  /** Sees that a time is in sight. */
  reveal(time: number): void {
    const x = toScreen(this.view, time);
    if (x < 0 || x > this.screen.width)
      this.look({ ...this.view, begin: time - (0.3 * this.screen.width) / this.view.scale });
  }

  /** What is in sight. */
  get sight(): Stretch {
    return { begin: this.view.begin, seconds: this.screen.width / this.view.scale };
  }

  private get length(): number {
    return this.sound?.source.seconds ?? 1;
  }

  private get screen(): Size {
    return this.layers.size;
  }

  /** The layout and the view for an element of this size. */
  private arrange(): void {
    this.layout = layoutOf(this.screen);
    if (this.isFitted) this.fit();
    else this.look(this.view);
  }

  private look(view: TimeView): void {
    this.view = kept(view, this.length, this.screen.width);
    this.isFitted = false;
    const { begin, seconds } = this.sight;
    this.element.dataset['begin'] = String(begin);
    this.element.dataset['seconds'] = String(seconds);
    this.events.onView(this.sight);
    this.layers.redraw(...layerNames);
  }

  private paint(name: LayerName, layer: Layer): void {
    const { view, screen, layout, length } = this;
    if (name === 'sound') {
      if (!this.sound) return;
      const { scale } = view;
      this.sound.want(this.sight, scale);
      const [waves, pictures] = [
        this.sound.wavesIn(this.sight, scale),
        this.sound.picturesIn(this.sight, scale),
      ];
      paintSound(layer, layout, view, screen, waves, pictures, this.sound.overview, length);
    } else if (name === 'segments') {
      const others = this.segments.filter((_, place) => !this.selected.has(place));
      paintSegments(layer, layout, view, screen, others, length);
    } else if (name === 'selected') {
      this.paintSelection(layer);
    } else {
      paintPlayhead(layer, layout, view, screen, this.position, length);
    }
  }

  private paintSelection(layer: Layer): void {
    const { view, screen, layout, length, gesture } = this;
    const selected = [...this.selected].flatMap((place) => {
      const segment = this.segments[place];
      return segment ? [{ ...segment, ...this.carried.get(place) }] : [];
    });
    paintSelected(layer, layout, view, screen, selected, length);
    const draw = (from: number, to: number) => {
      const stretch = between(from, to, length);
      if (stretch) paintDrawn(layer, layout, view, screen, stretch, this.drawColour);
    };
    if (gesture?.kind === 'draw') draw(gesture.from, toTime(view, this.pointer));
    if (this.started !== undefined) draw(this.started, this.position);
  }

  private choose(places: readonly number[]): void {
    const rising = [...places].sort((a, b) => a - b);
    this.setSelected(rising);
    this.events.onSelect(rising);
  }

  private pointerDown({ x, y }: Place, event: PointerEvent): void {
    this.pointer = this.pressed = x;
    this.carried = new Map();
    if (event.button === 1) this.gesture = { kind: 'pan', x, view: this.view };
    else if (isIn(this.layout.overview, y)) this.gesture = { kind: 'overview' };
    else if (isIn(this.layout.ruler, y)) this.gesture = { kind: 'seek' };
    else this.gesture = this.taken(x, event);
    if (this.gesture.kind === 'overview' || this.gesture.kind === 'seek') this.follow(x);
    this.showCursor(x, y);
    this.layers.redraw('selected');
  }

  /** What a press on the sound begins. */
  private taken(x: number, event: PointerEvent): Gesture {
    const from = toTime(this.view, x);
    if (event.altKey) return { kind: 'draw', from };
    const end = endAt(this.view, this.segments, this.selected, x);
    if (end) {
      if (!this.selected.has(end.place)) this.choose([end.place]);
      return { kind: 'carry', side: end.side, from, before: this.chosen([end.place]) };
    }
    const hit = stretchAt(this.segments, from);
    if (hit === undefined) {
      if (!event.shiftKey) this.choose([]);
      return { kind: 'draw', from };
    }
    if (event.shiftKey && !this.segments[hit]?.suggested) {
      const others = [...this.selected].filter((place) => place !== hit && !this.segments[place]?.suggested);
      this.choose(this.selected.has(hit) ? others : [...others, hit]);
    } else if (!this.selected.has(hit)) {
      this.choose([hit]);
    }
    return { kind: 'carry', side: 0, from, before: this.chosen([...this.selected]) };
  }

  private chosen(places: readonly number[]): ReadonlyMap<number, Stretch> {
    return new Map(
      places.flatMap((place) => {
        const segment = this.segments[place];
        return segment ? [[place, { begin: segment.begin, seconds: segment.seconds }] as const] : [];
      }),
    );
  }

  private pointerMove({ x, y }: Place): void {
    this.pointer = x;
    const { gesture } = this;
    if (gesture?.kind === 'pan') this.look(panned(gesture.view, x - gesture.x));
    else if (gesture?.kind === 'overview' || gesture?.kind === 'seek') this.follow(x);
    else if (gesture?.kind === 'carry' && this.hasMoved(x)) this.carried = this.carriedOut(gesture, x);
    if (!gesture) this.showCursor(x, y);
    else this.layers.redraw('selected');
  }

  /** The playhead, or the view by the strip below, goes where the pointer is. */
  private follow(x: number): void {
    const { width } = this.screen;
    const inside = Math.max(0, Math.min(width, x));
    if (this.gesture?.kind === 'overview') {
      const time = (inside / width) * this.length;
      this.look({ ...this.view, begin: time - this.sight.seconds / 2 });
    } else {
      this.seek(toTime(this.view, inside));
    }
  }

  private seek(time: number): void {
    this.events.onSeek(Math.max(0, Math.min(this.length, time)));
  }

  private carriedOut({ before, side, from }: Gesture & { kind: 'carry' }, x: number) {
    return shifted(before, side, toTime(this.view, x) - from, this.length);
  }

  private hasMoved(x: number): boolean {
    return this.carried.size > 0 || Math.abs(x - (this.pressed ?? x)) >= leastDrag;
  }

  private pointerUp({ x, y }: Place): void {
    const { gesture } = this;
    if (!gesture) return;
    const isDrag = this.hasMoved(x);
    const carried = gesture.kind === 'carry' && isDrag ? this.carriedOut(gesture, x) : undefined;
    this.gesture = undefined;
    this.carried = new Map();
    if (carried) {
      this.events.onChange([...carried.keys()], [...carried.values()], false);
    } else if (gesture.kind === 'draw' && isDrag) {
      const stretch = between(gesture.from, toTime(this.view, x), this.length);
      if (stretch) this.events.onDraw(stretch);
    } else if (gesture.kind === 'draw' || gesture.kind === 'carry') {
      this.seek(toTime(this.view, x));
    }
    this.showCursor(x, y);
    this.layers.redraw('selected');
  }

  private giveUp(): void {
    this.gesture = undefined;
    this.carried = new Map();
    this.layers.redraw('selected');
  }

  private wheel({ x, y }: Place, at: Place, event: WheelEvent): void {
    // A touchpad scrolls both ways and pinches with Ctrl; a wheel knows one way and zooms.
    if (!event.ctrlKey && (event.shiftKey || Math.abs(x) > Math.abs(y))) {
      this.look(panned(this.view, event.shiftKey && x === 0 ? -y : -x));
    } else {
      const speed = event.ctrlKey ? 0.01 : 0.003;
      this.zoom(Math.exp(-Math.max(-300, Math.min(300, y)) * speed), at.x);
    }
  }

  private showCursor(x: number, y: number): void {
    const { gesture } = this;
    const cursor = () => {
      if (gesture?.kind === 'pan' || gesture?.kind === 'overview') return 'grabbing';
      if (isIn(this.layout.overview, y)) return 'grab';
      if (gesture?.kind === 'seek' || isIn(this.layout.ruler, y)) return 'pointer';
      if (gesture?.kind === 'carry') return gesture.side === 0 ? 'move' : 'ew-resize';
      if (!gesture && endAt(this.view, this.segments, this.selected, x)) return 'ew-resize';
      return !gesture && stretchAt(this.segments, toTime(this.view, x)) !== undefined
        ? 'pointer'
        : 'crosshair';
    };
    this.element.style.cursor = cursor();
  }

  private nudge(side: Side, by: number, continues: boolean): boolean {
    const before = this.chosen([...this.selected]);
    if (before.size === 0) return false;
    const to = shifted(before, side, by, this.length);
    this.events.onChange([...to.keys()], [...to.values()], continues);
    return true;
  }

  /** The selected segment begins or ends at the playhead. */
  private endHere(side: -1 | 1): boolean {
    const before = this.chosen([...this.selected]);
    const [first] = before;
    if (!first || before.size > 1) return false;
    const [place, stretch] = first;
    const by = this.position - (side < 0 ? stretch.begin : endOf(stretch));
    this.events.onChange([place], [resized(stretch, side, by, this.length)], false);
    return true;
  }

  /** False behind the last one, and before the first. */
  private step(by: 1 | -1): boolean {
    const order = inOrder(this.segments);
    const at = order.findIndex((place) => this.selected.has(place));
    const first = by > 0 ? 0 : order.length - 1;
    const next = order[at < 0 ? first : at + by];
    const segment = next === undefined ? undefined : this.segments[next];
    if (next === undefined || !segment) return false;
    this.choose([next]);
    this.reveal(segment.begin);
    this.seek(segment.begin);
    return true;
  }
}
