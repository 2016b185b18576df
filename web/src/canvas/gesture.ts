import {
  between,
  contains,
  farthest,
  type Handle,
  handles,
  moved,
  type Place,
  type Rectangle,
  resized,
  type Size,
} from '@/model/rectangle';
import { handleSide } from './painter';
import { toScreen, type View } from './view';

/** What a pressed pointer is doing. Places are of the picture, those of a pan of the screen. */
export type Gesture =
  | { readonly kind: 'draw'; readonly from: Place }
  | { readonly kind: 'move'; readonly from: Place; readonly before: ReadonlyMap<number, Rectangle> }
  | {
      readonly kind: 'resize';
      readonly from: Place;
      readonly handle: Handle;
      readonly before: ReadonlyMap<number, Rectangle>;
    }
  | { readonly kind: 'pan'; readonly from: Place; readonly view: View };

const reach = handleSide / 2 + 4;

/** The handle of the box at a place of the screen. */
export function handleAt(view: View, location: Rectangle, { x, y }: Place): Handle | undefined {
  const { left, top, width, height } = toScreen(view, location);
  return handles.find(
    (handle) =>
      Math.abs(left + (width * (handle.x + 1)) / 2 - x) <= reach &&
      Math.abs(top + (height * (handle.y + 1)) / 2 - y) <= reach,
  );
}

/** The smallest of the boxes at a place of the picture: what lies in a larger one can be reached. */
export function boxAt(locations: readonly Rectangle[], place: Place): number | undefined {
  let best: number | undefined;
  let area = Infinity;
  for (const [index, location] of locations.entries()) {
    const size = location.width * location.height;
    if (size <= area && contains(location, place)) [best, area] = [index, size];
  }
  return best;
}

/** Where the boxes of a move or a resize are once the pointer is at `to`. */
export function carriedOut(gesture: Gesture, to: Place, picture: Size): ReadonlyMap<number, Rectangle> {
  if (gesture.kind !== 'move' && gesture.kind !== 'resize') return new Map();
  const way = { x: Math.round(to.x - gesture.from.x), y: Math.round(to.y - gesture.from.y) };
  if (gesture.kind === 'resize')
    return new Map(
      [...gesture.before].map(([place, box]) => [place, resized(box, gesture.handle, way, picture)]),
    );
  const by = farthest([...gesture.before.values()], way, picture);
  return new Map([...gesture.before].map(([place, box]) => [place, moved(box, by)]));
}

export function drawn(gesture: Gesture, to: Place, picture: Size): Rectangle | undefined {
  return gesture.kind === 'draw' ? between(gesture.from, to, picture) : undefined;
}

export function cursorOf(handle: Handle): string {
  if (handle.x === 0) return 'ns-resize';
  if (handle.y === 0) return 'ew-resize';
  return handle.x === handle.y ? 'nwse-resize' : 'nesw-resize';
}
