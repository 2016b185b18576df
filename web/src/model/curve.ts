import type { Point } from './entities';

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly name?: string;
}

export interface Curve {
  readonly kind: string;
  /** What x counts: seconds since the start, strength of regularisation (logarithmic), or just the order. */
  readonly axis: 'seconds' | 'lambda' | 'index';
  readonly points: readonly CurvePoint[];
}

export function numberOf(point: Point, key: string): number | undefined {
  const value = point[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What the points measure: accuracy, or in object detection mAP50. */
export function qualityKey(points: readonly Point[]): 'accuracy' | 'map50' {
  return points.some((point) => numberOf(point, 'map50') !== undefined) ? 'map50' : 'accuracy';
}

/**
 * One curve of accuracy (or mAP50) per kind of point, in the order of their first appearance. Points without accuracy are left out, and
 * those of a network that learns step by step (model/learning.ts).
 */
export function curvesOf(points: readonly Point[]): Curve[] {
  const kinds = new Map<string, Point[]>();
  const quality = qualityKey(points);
  for (const point of points) {
    if (numberOf(point, quality) === undefined) continue;
    const kind = String(point['kind'] ?? '');
    if (kind === 'step' || kind === 'epoch') continue;
    const group = kinds.get(kind);
    if (group) group.push(point);
    else kinds.set(kind, [point]);
  }
  return [...kinds].map(([kind, group]) => {
    const every = (key: string) => group.every((point) => numberOf(point, key) !== undefined);
    const axis = every('seconds') ? 'seconds' : every('lambda') ? 'lambda' : 'index';
    const curve = group.map((point, index) => ({
      x: axis === 'index' ? index + 1 : (numberOf(point, axis) ?? 0),
      y: numberOf(point, quality) ?? 0,
      ...(typeof point['name'] === 'string' ? { name: point['name'] } : {}),
    }));
    return { kind, axis, points: curve.sort((a, b) => a.x - b.x) };
  });
}

/** Round values that divide a range into about `count` parts. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(count, 1);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
