import { endOf, farthest, moved, resized, type Side, type Stretch } from '@/model/stretch';
import { type TimeView, toScreen } from './view';

/** What a pressed pointer is doing; times of the recording, `x` of the screen. */
export type Gesture =
  | { readonly kind: 'draw'; readonly from: number }
  | {
      readonly kind: 'carry';
      readonly side: Side;
      readonly from: number;
      readonly before: ReadonlyMap<number, Stretch>;
    }
  | { readonly kind: 'seek' }
  | { readonly kind: 'pan'; readonly x: number; readonly view: TimeView }
  | { readonly kind: 'overview' };

/** Of the segment at a place in their list. */
interface End {
  readonly place: number;
  readonly side: -1 | 1;
}

const reach = 6; // pixels from an end from which it can be taken

/** The end of a segment that `x` of the screen is at; that of a selected one first. */
export function endAt(
  view: TimeView,
  segments: readonly Stretch[],
  selected: ReadonlySet<number>,
  x: number,
): End | undefined {
  let best: End | undefined;
  let least = reach + 1;
  for (const [place, segment] of segments.entries()) {
    const bonus = selected.has(place) ? 0.5 : 0;
    for (const side of [-1, 1] as const) {
      const end = toScreen(view, side < 0 ? segment.begin : endOf(segment));
      const distance = Math.abs(end - x) - bonus;
      // In a narrow segment there is still something between its ends to take.
      const room = Math.min(reach, (segment.seconds * view.scale) / 3);
      const isOutside = side < 0 ? x < end : x > end;
      if (distance < least && (isOutside || Math.abs(end - x) <= room))
        [best, least] = [{ place, side }, distance];
    }
  }
  return best;
}

/** Where segments are once they, or one end of each, have gone so far; none leaves a recording of that length. */
export function shifted(
  before: ReadonlyMap<number, Stretch>,
  side: Side,
  by: number,
  length: number,
): ReadonlyMap<number, Stretch> {
  const way = side === 0 ? farthest([...before.values()], by, length) : by;
  return new Map(
    [...before].map(([place, stretch]) => [
      place,
      side === 0 ? moved(stretch, way) : resized(stretch, side, way, length),
    ]),
  );
}
