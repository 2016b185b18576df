import type {
  BoxLabel,
  DetectionCurve,
  DetectionReport,
  JudgedBox,
  JudgedPicture,
  ThresholdPoint,
} from './entities';

/** What came of a picture's boxes at a threshold. */
export interface Judged {
  readonly right: readonly JudgedBox[];
  readonly wrong: readonly JudgedBox[];
  readonly missed: readonly BoxLabel[];
}

/** A true box is missed when none at or above the threshold that is right was matched with it. */
export function judgedAt(picture: JudgedPicture, threshold: number): Judged {
  const found = picture.found.filter(({ score }) => score >= threshold);
  const right = found.filter(({ outcome }) => outcome === 'right');
  const matched = new Set(right.map(({ truth }) => truth));
  return {
    right,
    wrong: found.filter(({ outcome }) => outcome === 'wrong'),
    missed: picture.truth.filter(
      ({ difficult, crowd }, index) => !matched.has(index) && !difficult && !crowd,
    ),
  };
}

/**
 * The curve of all classes together: drawn anew from the pictures where the report has all of them, so that it says what they
 * show; otherwise the report's own, which leaves points out.
 */
export function wholeCurve(report: DetectionReport): DetectionCurve {
  const { pictures, items, curves } = report;
  if (pictures.length < items) return curves[0] ?? { name: '', points: [] };
  const all = pictures.reduce((sum, picture) => sum + judgedAt(picture, Infinity).missed.length, 0);
  const found = pictures.flatMap((picture) => picture.found.filter(({ outcome }) => outcome !== 'ignored'));
  const points: ThresholdPoint[] = [];
  let [right, wrong] = [0, 0];
  for (const { score, outcome } of found.sort((a, b) => b.score - a.score)) {
    if (outcome === 'right') right += 1;
    else wrong += 1;
    const point = {
      threshold: score,
      precision: right / (right + wrong),
      recall: all > 0 ? right / all : 0,
      right,
      wrong,
      missed: all - right,
    };
    if (points.at(-1)?.threshold === score) points[points.length - 1] = point;
    else points.push(point);
  }
  return { name: '', points };
}

/** The counts at a threshold: those of the lowest point at or above it. */
export function pointAt(curve: DetectionCurve, threshold: number): ThresholdPoint {
  const above = curve.points.filter((point) => point.threshold >= threshold - 1e-9);
  const point = above.at(-1);
  if (point) return point;
  const [first] = curve.points;
  return {
    threshold,
    precision: 1,
    recall: 0,
    right: 0,
    wrong: 0,
    missed: first ? first.right + first.missed : 0,
  };
}

export function f1Of({ precision, recall }: Pick<ThresholdPoint, 'precision' | 'recall'>): number {
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}

/** At most `count` of the points, evenly chosen, the first and the last among them. */
export function thinned<T>(points: readonly T[], count: number): T[] {
  if (points.length <= count) return points.slice();
  const step = (points.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}
