/** A part of a recording, in seconds. */
export interface Stretch {
  readonly begin: number;
  readonly seconds: number;
}

/** Which ends a drag takes along: -1 the begin, 1 the end, 0 both. */
export type Side = -1 | 0 | 1;

/** Segments are placed to the millisecond: finer than one hears, and short to write. */
const grid = 1000;
export const shortest = 1 / grid;

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

export function onGrid(seconds: number): number {
  return Math.round(seconds * grid) / grid;
}

export function endOf({ begin, seconds }: Stretch): number {
  return begin + seconds;
}

/** From one end to the other, inside a recording of that length; the end of a recording may lie off the grid. */
function spanned(begin: number, end: number): Stretch {
  return { begin, seconds: Math.round((end - begin) * 1e6) / 1e6 };
}

const placed = (time: number, length: number) => Math.min(length, onGrid(clamp(time, 0, length)));

/** What lies between two times; undefined when nothing does. */
export function between(a: number, b: number, length: number): Stretch | undefined {
  const [begin, end] = [placed(Math.min(a, b), length), placed(Math.max(a, b), length)];
  return end - begin >= shortest / 2 ? spanned(begin, end) : undefined;
}

/** How far all of them can go together without leaving the recording. */
export function farthest(stretches: readonly Stretch[], by: number, length: number): number {
  const low = -Math.min(...stretches.map(({ begin }) => begin));
  const room = Math.min(...stretches.map((stretch) => length - endOf(stretch)));
  return clamp(by, Math.min(0, low), Math.max(0, room));
}

export function moved({ begin, seconds }: Stretch, by: number): Stretch {
  return { begin: Math.max(0, onGrid(begin + by)), seconds };
}

/** Moves one end; the other stays. A millisecond is left, and nothing goes over the recording's ends. */
export function resized(stretch: Stretch, side: -1 | 1, by: number, length: number): Stretch {
  const { begin } = stretch;
  const end = endOf(stretch);
  if (side < 0) return spanned(clamp(onGrid(begin + by), 0, Math.max(0, end - shortest)), end);
  return spanned(begin, Math.max(begin + shortest, placed(end + by, length)));
}

export function isSame(a: Stretch, b: Stretch): boolean {
  return a.begin === b.begin && a.seconds === b.seconds;
}

/** The shortest of those at a time: what lies in a longer one can be reached. */
export function stretchAt(stretches: readonly Stretch[], time: number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (const [index, stretch] of stretches.entries()) {
    if (time < stretch.begin || time > endOf(stretch) || stretch.seconds > least) continue;
    [best, least] = [index, stretch.seconds];
  }
  return best;
}

/** Their places from the first to begin to the last. */
export function inOrder(stretches: readonly Stretch[]): number[] {
  return [...stretches.keys()].sort(
    (a, b) => (stretches[a]?.begin ?? 0) - (stretches[b]?.begin ?? 0) || a - b,
  );
}
