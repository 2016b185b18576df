import { farthest, moved, type Place, type Rectangle, resized, type Size } from '@/model/rectangle';
import { boxAt, carriedOut, cursorOf, drawn, type Gesture, handleAt } from './gesture';
import type { Command } from './keys';
import { type Layer, Layers } from './layers';
import { type PaintedBox, paintBoxes, paintCross, paintDrawn, paintPicture, paintSelected } from './painter';
import { listenToPointer } from './pointer';
import { fitted, kept, panned, toPicture, toScreen, type View, zoomed } from './view';

/** What the user does with the boxes; whoever owns them changes them and hands them back with `setBoxes`. */
export interface EditorEvents {
  /** Boxes were moved or resized. `continues`: by a key that is held down. */
  readonly onChange: (places: readonly number[], to: readonly Rectangle[], continues: boolean) => void;
  readonly onDraw: (rectangle: Rectangle) => void;
  /** Places of the selected boxes, rising. */
  readonly onSelect: (places: readonly number[]) => void;
  /** Screen pixels per pixel of the picture. */
  readonly onZoom: (scale: number) => void;
}

const layerNames = ['picture', 'boxes', 'selected'] as const;
type LayerName = (typeof layerNames)[number];

const leastDrag = 3; // pixels of the screen: less is a click
const zoomStep = 1.25;
const rest = 120; // milliseconds after which a view has arrived
const newBoxShare = 0.25; // of what is in view
const nothing: ReadonlySet<number> = new Set();

/**
 * Draws a picture with boxes on it and lets the user draw, move and resize them. Owns what it adds to `element`, which needs a
 * size of its own and `position: relative`. Redraws at most once a frame, and of its layers only those that have changed.
 * Keys are for the owner to hand to `press`. Ends with `close`.
 */
export class BoxEditor {
  private readonly layers: Layers<LayerName>;
  private picture: Size = { width: 1, height: 1 };
  private image: CanvasImageSource | undefined;
  private view: View = { scale: 1, x: 0, y: 0 };
  private isFitted = true;
  private boxes: readonly PaintedBox[] = [];
  private selected: ReadonlySet<number> = nothing;
  private drawColour = '#fff';
  private gesture: Gesture | undefined;
  private carried: ReadonlyMap<number, Rectangle> = new Map();
  private pointer: Place | undefined;
  private pressed: Place | undefined;
  private spaceHeld = false;
  private onTheWay = false;
  private arrival: ReturnType<typeof setTimeout> | undefined;
  private readonly ends = new AbortController();

  constructor(
    private readonly element: HTMLElement,
    private readonly events: EditorEvents,
  ) {
    this.layers = new Layers(
      element,
      layerNames,
      (name, layer) => this.paint(name, layer),
      () => this.arrange(),
    );
    const { signal } = this.ends;
    listenToPointer(
      element,
      {
        down: (at, event) => this.pointerDown(at, event),
        move: (at) => this.pointerMove(at),
        up: (at) => this.pointerUp(at),
        cancel: () => this.giveUp(),
        wheel: (by, at, event) => this.wheel(by, at, event),
      },
      signal,
    );
    element.addEventListener('pointerleave', () => this.pointerLeave(), { signal });
    window.addEventListener('keydown', (event) => this.space(event, true), { signal });
    window.addEventListener('keyup', (event) => this.space(event, false), { signal });
    window.addEventListener('blur', () => this.setSpace(false), { signal });
    this.arrange();
  }

  close(): void {
    this.ends.abort();
    this.layers.close();
    clearTimeout(this.arrival);
  }

  /** Another picture, fitted into the element; its size counts, not that of the image, which may be smaller or still missing. */
  setPicture(size: Size): void {
    this.picture = size;
    this.image = undefined;
    this.giveUp();
    this.fit();
  }

  setImage(image: CanvasImageSource): void {
    this.image = image;
    this.layers.redraw('picture');
  }

  setBoxes(boxes: readonly PaintedBox[]): void {
    this.boxes = boxes;
    this.layers.redraw('boxes', 'selected');
  }

  /** Of boxes to come. */
  setColour(colour: string): void {
    this.drawColour = colour;
  }

  /** Tells nobody: whoever calls it knows. */
  setSelected(places: readonly number[]): void {
    this.selected = new Set(places);
    this.layers.redraw('boxes', 'selected');
  }

  /** Does what a key asks for; false for commands that are not of the view and of single boxes' places. */
  press(command: Command): boolean {
    switch (command.name) {
      case 'move':
      case 'resize':
        return this.nudge(command.name, command.by, command.repeated);
      case 'next-box':
        return this.step(1);
      case 'previous-box':
        return this.step(-1);
      case 'select-all':
        this.choose(this.boxes.flatMap(({ suggested }, place) => (suggested ? [] : [place])));
        return true;
      case 'let-go':
        if (this.gesture) this.giveUp();
        else this.choose([]);
        return true;
      case 'new-box':
        this.drawInTheMiddle();
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

  zoom(factor: number, at: Place = { x: this.screen.width / 2, y: this.screen.height / 2 }): void {
    this.look(zoomed(this.view, factor, at));
  }

  fit(): void {
    this.look(fitted(this.picture, this.screen));
    this.isFitted = true;
  }

  /** Where a box is on the page's screen now, in pixels from the element's corner. */
  screenPlace(place: number): Rectangle | undefined {
    const box = this.boxes[place];
    return box && toScreen(this.view, box.location);
  }

  private get screen(): Size {
    return this.layers.size;
  }

  /** The view for an element of this size. */
  private arrange(): void {
    if (this.isFitted) this.fit();
    else this.look(this.view);
  }

  private look(view: View): void {
    this.view = kept(view, this.picture, this.screen);
    this.isFitted = false;
    this.events.onZoom(this.view.scale);
    this.onTheWay = true;
    clearTimeout(this.arrival);
    this.arrival = setTimeout(() => {
      this.onTheWay = false;
      this.layers.redraw('picture');
    }, rest);
    this.layers.redraw(...layerNames);
  }

  private paint(name: LayerName, layer: Layer): void {
    const { view, screen } = this;
    if (name === 'picture') {
      if (this.image) paintPicture(layer, view, this.image, this.picture, this.onTheWay);
      else layer.clear();
    } else if (name === 'boxes') {
      paintBoxes(
        layer,
        view,
        screen,
        this.boxes.filter((_, place) => !this.selected.has(place)),
      );
    } else {
      const selected = [...this.selected].flatMap((place) => {
        const box = this.boxes[place];
        return box ? [{ ...box, location: this.carried.get(place) ?? box.location }] : [];
      });
      paintSelected(layer, view, screen, selected);
      const { gesture, pointer } = this;
      const rectangle = gesture && pointer && drawn(gesture, toPicture(view, pointer), this.picture);
      if (rectangle) paintDrawn(layer, view, rectangle, this.drawColour);
      if (pointer && this.showsCross(pointer)) paintCross(layer, pointer, screen);
    }
  }

  private showsCross(pointer: Place): boolean {
    if (this.gesture) return this.gesture.kind === 'draw';
    if (this.spaceHeld || this.selected.size > 1) return false;
    const { x, y } = toPicture(this.view, pointer);
    const inPicture = x >= 0 && y >= 0 && x <= this.picture.width && y <= this.picture.height;
    return inPicture && this.hovered(pointer) === undefined;
  }

  private locations(): Rectangle[] {
    return this.boxes.map(({ location }) => location);
  }

  private hovered(pointer: Place): number | undefined {
    return boxAt(this.locations(), toPicture(this.view, pointer));
  }

  private choose(places: readonly number[]): void {
    const rising = [...places].sort((a, b) => a - b);
    this.setSelected(rising);
    this.events.onSelect(rising);
  }

  private pointerDown(pointer: Place, event: PointerEvent): void {
    this.pointer = this.pressed = pointer;
    this.gesture =
      event.button === 1 || this.spaceHeld
        ? { kind: 'pan', from: pointer, view: this.view }
        : this.taken(pointer, event);
    this.carried = new Map();
    this.showCursor(pointer);
    this.layers.redraw('selected');
  }

  /** What a press with the first button begins. */
  private taken(pointer: Place, event: PointerEvent): Gesture {
    const from = toPicture(this.view, pointer);
    if (event.altKey) return { kind: 'draw', from };
    const [place] = this.selected;
    const only = this.selected.size === 1 && place !== undefined ? this.boxes[place] : undefined;
    const handle = only && handleAt(this.view, only.location, pointer);
    if (handle) return { kind: 'resize', from, handle, before: this.selectedNow() };
    const hit = this.hovered(pointer);
    if (hit === undefined) {
      if (!event.shiftKey) this.choose([]);
      return { kind: 'draw', from };
    }
    const isSuggested = this.boxes[hit]?.suggested;
    if (event.shiftKey && !isSuggested) {
      const others = [...this.selected].filter((other) => other !== hit && !this.boxes[other]?.suggested);
      this.choose(this.selected.has(hit) ? others : [...others, hit]);
    } else if (!this.selected.has(hit)) {
      this.choose([hit]);
    }
    return { kind: 'move', from, before: this.selectedNow() };
  }

  private selectedNow(): ReadonlyMap<number, Rectangle> {
    return new Map(
      [...this.selected].flatMap((place) => {
        const box = this.boxes[place];
        return box ? [[place, box.location] as const] : [];
      }),
    );
  }

  private pointerMove(pointer: Place): void {
    this.pointer = pointer;
    const { gesture } = this;
    if (gesture?.kind === 'pan') {
      this.look(panned(gesture.view, { x: pointer.x - gesture.from.x, y: pointer.y - gesture.from.y }));
    } else if (gesture && this.hasMoved(pointer)) {
      this.carried = carriedOut(gesture, toPicture(this.view, pointer), this.picture);
    }
    if (!gesture) this.showCursor(pointer);
    this.layers.redraw('selected');
  }

  private hasMoved(pointer: Place): boolean {
    if (this.carried.size > 0) return true;
    const { x, y } = this.pressed ?? pointer;
    return Math.hypot(pointer.x - x, pointer.y - y) >= leastDrag;
  }

  private pointerUp(pointer: Place): void {
    const { gesture } = this;
    if (!gesture) return;
    const isDrag = this.hasMoved(pointer);
    const to = toPicture(this.view, pointer);
    this.gesture = undefined;
    this.carried = new Map();
    if (isDrag) {
      const rectangle = drawn(gesture, to, this.picture);
      const carried = carriedOut(gesture, to, this.picture);
      if (rectangle) this.events.onDraw(rectangle);
      else if (carried.size > 0) this.events.onChange([...carried.keys()], [...carried.values()], false);
    }
    this.showCursor(pointer);
    this.layers.redraw('selected');
  }

  private giveUp(): void {
    this.gesture = undefined;
    this.carried = new Map();
    this.layers.redraw('selected');
  }

  private pointerLeave(): void {
    if (this.gesture) return;
    this.pointer = undefined;
    this.layers.redraw('selected');
  }

  private wheel({ x, y }: Place, at: Place, event: WheelEvent): void {
    // A touchpad scrolls both ways and pinches with Ctrl; a wheel knows one way and zooms.
    if (!event.ctrlKey && (event.shiftKey || x !== 0)) {
      this.look(panned(this.view, event.shiftKey && x === 0 ? { x: -y, y: 0 } : { x: -x, y: -y }));
    } else {
      const speed = event.ctrlKey ? 0.01 : 0.002;
      this.zoom(Math.exp(-Math.max(-200, Math.min(200, y)) * speed), at);
    }
  }

  private space(event: KeyboardEvent, held: boolean): void {
    if (event.key !== ' ') return;
    // Space presses a button that has the focus; here it is for panning only over the picture.
    const isOurs = this.pointer !== undefined || document.activeElement === this.element;
    const isTyping = document.activeElement instanceof HTMLInputElement;
    if (held && isOurs && !isTyping) event.preventDefault();
    this.setSpace(held && isOurs && !isTyping);
  }

  private setSpace(held: boolean): void {
    this.spaceHeld = held;
    if (this.pointer) this.showCursor(this.pointer);
    this.layers.redraw('selected');
  }

  private showCursor(pointer: Place): void {
    const { gesture } = this;
    const [place] = this.selected;
    const only = this.selected.size === 1 && place !== undefined ? this.boxes[place] : undefined;
    const handle =
      gesture?.kind === 'resize' ? gesture.handle : only && handleAt(this.view, only.location, pointer);
    const cursor = () => {
      if (gesture?.kind === 'pan') return 'grabbing';
      if (this.spaceHeld) return 'grab';
      if (gesture?.kind === 'draw') return 'crosshair';
      if (handle) return cursorOf(handle);
      return gesture?.kind === 'move' || this.hovered(pointer) !== undefined ? 'move' : 'crosshair';
    };
    this.element.style.cursor = cursor();
  }

  private nudge(name: 'move' | 'resize', by: Place, continues: boolean): boolean {
    const before = this.selectedNow();
    if (before.size === 0) return false;
    const way = name === 'move' ? farthest([...before.values()], by, this.picture) : by;
    const to = [...before.values()].map((box) =>
      name === 'move' ? moved(box, way) : resized(box, { x: 1, y: 1 }, way, this.picture),
    );
    this.events.onChange([...before.keys()], to, continues);
    return true;
  }

  /** False at the end, where the focus leaves the editor. */
  private step(by: 1 | -1): boolean {
    const all = [...this.selected];
    const from = by > 0 ? (all.at(-1) ?? -1) : (all[0] ?? this.boxes.length);
    const next = from + by;
    const box = this.boxes[next];
    this.choose(box ? [next] : []);
    if (box) this.reveal(box.location);
    return box !== undefined;
  }

  private reveal(location: Rectangle): void {
    const { left, top, width, height } = toScreen(this.view, location);
    const isSeen =
      left + width > 0 && top + height > 0 && left < this.screen.width && top < this.screen.height;
    if (isSeen) return;
    this.look(
      panned(this.view, {
        x: this.screen.width / 2 - left - width / 2,
        y: this.screen.height / 2 - top - height / 2,
      }),
    );
  }

  /** For the keyboard: a box in the middle of what is in view, to be moved from there. */
  private drawInTheMiddle(): void {
    const { width, height } = this.picture;
    const a = toPicture(this.view, { x: 0, y: 0 });
    const b = toPicture(this.view, { x: this.screen.width, y: this.screen.height });
    const [left, right] = [Math.max(0, a.x), Math.min(width, b.x)];
    const [top, bottom] = [Math.max(0, a.y), Math.min(height, b.y)];
    const size = (length: number) => Math.max(1, Math.round(length * newBoxShare));
    const [boxWidth, boxHeight] = [size(right - left), size(bottom - top)];
    this.events.onDraw({
      left: Math.round((left + right - boxWidth) / 2),
      top: Math.round((top + bottom - boxHeight) / 2),
      width: boxWidth,
      height: boxHeight,
    });
  }
}
