/** Which part of a recording is in sight: screen = (time − begin) × scale, in seconds and CSS pixels of the editor's element. */
export interface TimeView {
  readonly begin: number;
  /** Pixels a second. */
  readonly scale: number;
}

/** A millisecond is then 20 pixels wide. */
const mostScale = 20_000;

export function fitted(length: number, width: number): TimeView {
  return { begin: 0, scale: Math.max(1, width) / length };
}

/** What lies at `x` on the screen stays there. */
export function zoomed(view: TimeView, factor: number, x: number): TimeView {
  const scale = Math.min(mostScale, view.scale * factor);
  return { scale, begin: toTime(view, x) - x / scale };
}

export function panned(view: TimeView, pixels: number): TimeView {
  return { ...view, begin: view.begin - pixels / view.scale };
}

/** The nearest view that shows the recording and nothing else. */
export function kept(view: TimeView, length: number, width: number): TimeView {
  const scale = Math.max(Math.min(mostScale, view.scale), Math.max(1, width) / length);
  const room = Math.max(0, length - width / scale);
  return { scale, begin: Math.max(0, Math.min(room, view.begin)) };
}

export function toTime({ begin, scale }: TimeView, x: number): number {
  return begin + x / scale;
}

export function toScreen({ begin, scale }: TimeView, time: number): number {
  return (time - begin) * scale;
}
