import type { Size } from '@/model/rectangle';

/** One canvas of an editor, as sharp as the screen. */
export class Layer {
  readonly context: CanvasRenderingContext2D;
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('there is no canvas to draw on');
    this.context = context;
  }

  resize(size: Size, ratio: number): void {
    this.size = size;
    this.ratio = ratio;
    this.canvas.width = Math.round(size.width * ratio);
    this.canvas.height = Math.round(size.height * ratio);
  }

  /** Empty, in CSS pixels. */
  clear(): CanvasRenderingContext2D {
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.size.width, this.size.height);
    return context;
  }
}

/**
 * Canvases one above the other that fill `element`, the first one lowest. `paint` is asked for at most once a frame, and only for
 * those that have changed; `onResize` may look at `size`, and says itself what is to be painted anew. Ends with `close`.
 */
export class Layers<Name extends string> {
  private readonly layers: ReadonlyMap<Name, Layer>;
  private readonly stale = new Set<Name>();
  private readonly observer: ResizeObserver;
  private frame = 0;
  private measured: Size = { width: 0, height: 0 };

  constructor(
    private readonly element: HTMLElement,
    names: readonly Name[],
    private readonly paint: (name: Name, layer: Layer) => void,
    onResize: () => void,
  ) {
    this.layers = new Map(names.map((name) => [name, this.added()]));
    this.measure();
    this.observer = new ResizeObserver(() => {
      this.measure();
      onResize();
    });
    this.observer.observe(element);
  }

  close(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
    this.element.replaceChildren();
  }

  /** In CSS pixels. */
  get size(): Size {
    return this.measured;
  }

  redraw(...names: readonly Name[]): void {
    for (const name of names) this.stale.add(name);
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const drawn = [...this.stale];
      this.stale.clear();
      for (const name of drawn) {
        const layer = this.layers.get(name);
        if (layer) this.paint(name, layer);
      }
    });
  }

  private added(): Layer {
    const canvas = document.createElement('canvas');
    canvas.className = 'box-layer';
    this.element.append(canvas);
    return new Layer(canvas);
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.measured = { width, height };
    for (const layer of this.layers.values()) layer.resize(this.measured, window.devicePixelRatio || 1);
  }
}
