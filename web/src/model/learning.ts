import type { CurvePoint } from './curve';
import { numberOf, qualityKey } from './curve';
import type { Point } from './entities';

/** How a network that learns step by step does so far; the curves share one x axis. */
export interface Learning {
  /** Rounds through all pictures once the first has ended, steps until then. */
  readonly axis: 'epoch' | 'step';
  /** The accuracy, or in object detection the mAP50. */
  readonly quality: Learnt;
  readonly loss: Learnt;
  readonly rate: readonly CurvePoint[];
  /** Pictures a second. */
  readonly speed: readonly CurvePoint[];
}

export interface Learnt {
  /** On the pictures that it learns from, as they are shown to it. */
  readonly training: readonly CurvePoint[];
  /** On pictures held out, after each round; empty when none are. */
  readonly validation: readonly CurvePoint[];
}

export interface Forecast {
  readonly seconds: number;
  readonly bytes: number;
  readonly epochs: number;
}

/** A curve of at most `count` points, each the average of its neighbours: the hundreds of steps of a training are noisy. */
export function averaged(points: readonly CurvePoint[], count: number): CurvePoint[] {
  if (points.length <= count) return [...points];
  return Array.from({ length: count }, (_, k) => {
    const from = Math.floor((k * points.length) / count);
    const part = points.slice(from, Math.floor(((k + 1) * points.length) / count));
    const mean = (of: (point: CurvePoint) => number) =>
      part.reduce((sum, point) => sum + of(point), 0) / part.length;
    return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  });
}

interface Round {
  readonly end: number;
  readonly point: Point;
}

/** Steps and rounds in their order. A training that was taken up again repeats some: the later ones count. */
function inOrder(points: readonly Point[]): { readonly steps: readonly Point[]; readonly rounds: Round[] } {
  const steps: Point[] = [];
  const rounds: Round[] = [];
  for (const point of points) {
    if (point['kind'] === 'step') {
      const step = numberOf(point, 'step') ?? 0;
      while ((numberOf(steps.at(-1) ?? {}, 'step') ?? -1) >= step) steps.pop();
      while ((rounds.at(-1)?.end ?? -1) >= step) rounds.pop();
      steps.push(point);
    } else if (point['kind'] === 'epoch') {
      rounds.push({ end: numberOf(steps.at(-1) ?? {}, 'step') ?? 0, point });
    }
  }
  return { steps, rounds };
}

const mostPoints = 60;

/** Nothing while no step was made. */
export function learningOf(points: readonly Point[]): Learning | undefined {
  const { steps, rounds } = inOrder(points);
  if (steps.length === 0) return undefined;
  const last = rounds.at(-1);
  const perStep = last && last.end > 0 ? (numberOf(last.point, 'epoch') ?? 0) / last.end : 0;
  const x = (step: number) => (perStep > 0 ? step * perStep : step);
  const ofSteps = (key: string) =>
    averaged(
      steps.flatMap((point) => {
        const y = numberOf(point, key);
        return y === undefined ? [] : [{ x: x(numberOf(point, 'step') ?? 0), y }];
      }),
      mostPoints,
    );
  // Without pictures held out, the loss on them is 0, which no loss on pictures is.
  const judged = rounds.filter(({ point }) => (numberOf(point, 'loss') ?? 0) > 0);
  // A detector's are asked after some rounds only, and have no loss.
  const ofRounds = (key: string) =>
    (key === 'map50' ? rounds : judged).flatMap(({ end, point }) => {
      const y = numberOf(point, key);
      return y === undefined ? [] : [{ x: x(end), y }];
    });
  const learnt = (key: string) => ({ training: ofSteps(key), validation: ofRounds(key) });
  return {
    axis: perStep > 0 ? 'epoch' : 'step',
    quality: learnt(qualityKey(points)),
    loss: learnt('loss'),
    rate: ofSteps('rate'),
    speed: ofSteps('items-per-second'),
  };
}

/** The newest point of a kind. */
export function newest(points: readonly Point[], kind: string): Point | undefined {
  return points.findLast((point) => point['kind'] === kind);
}

/** What the training says that it will take. */
export function forecastOf(points: readonly Point[]): Forecast | undefined {
  const point = newest(points, 'forecast');
  const [seconds, bytes, epochs] = ['seconds', 'bytes', 'epochs'].map((key) => numberOf(point ?? {}, key));
  if (seconds === undefined || bytes === undefined || epochs === undefined) return undefined;
  return { seconds, bytes, epochs };
}
