import { f1Of } from '@/model/detection';
import type {
  BoxLabel,
  DetectionCurve,
  DetectionReport,
  Item,
  JudgedBox,
  JudgedPicture,
  Score,
  ThresholdPoint,
} from '@/model/entities';
import type { Language } from '@/model/language';
import { sceneClasses, thingsIn } from './scenes';
import { fakeHash } from './world';

const recommended = 0.45;

/** The things of the picture as a model of some skill would find them: a little off, sometimes unsure, sometimes wrong. */
function detect(hash: string): JudgedBox[] {
  const digit = (index: number) => parseInt(fakeHash(`${hash} ${index}`).slice(0, 4), 16) / 65535;
  const found = thingsIn(hash).map((thing, k): JudgedBox => {
    const off = (index: number) => Math.round((digit(index) - 0.5) * 8);
    const { left, top, width, height } = thing.location;
    const location = { left: left + off(k), top: top + off(k + 50), width: width + off(k + 99), height };
    const wrong = digit(k + 7) > 0.88;
    const name = wrong ? (sceneClasses.find((other) => other !== thing.name) ?? thing.name) : thing.name;
    const score = wrong ? 0.3 + 0.4 * digit(k + 300) : 0.25 + 0.74 * Math.sqrt(digit(k + 200));
    return { name, location, score, outcome: wrong ? 'wrong' : 'right', ...(wrong ? {} : { truth: k }) };
  });
  const ghost = { left: 20 + 400 * digit(400), top: 200 * digit(401), width: 90, height: 70 };
  if (digit(402) > 0.6)
    found.push({ name: 'tent', location: ghost, score: 0.15 + 0.5 * digit(403), outcome: 'wrong' });
  return found.sort((a, b) => b.score - a.score);
}

/** What a model finds in the picture of a hash. */
export function findBoxes(hash: string, threshold = recommended): Score[] {
  return detect(hash)
    .filter(({ score }) => score >= threshold)
    .map(({ name, score, location }) => ({ name, score, location }));
}

function curveOf(name: string, pictures: readonly JudgedPicture[]): DetectionCurve {
  const isOf = (box: BoxLabel) => name === '' || box.name === name;
  const found = pictures.flatMap((picture) => picture.found.filter(isOf)).sort((a, b) => b.score - a.score);
  const all = pictures.reduce((sum, picture) => sum + picture.truth.filter(isOf).length, 0);
  let right = 0;
  const points = found.map(({ score, outcome }, index): ThresholdPoint => {
    if (outcome === 'right') right += 1;
    const wrong = index + 1 - right;
    return {
      threshold: score,
      precision: right / (index + 1),
      recall: right / Math.max(all, 1),
      right,
      wrong,
      missed: all - right,
    };
  });
  return { name, points };
}

/** Area below the precision–recall curve. */
function areaOf({ points }: DetectionCurve): number {
  let before = 0;
  return points.reduce((sum, { precision, recall }) => {
    const part = (recall - before) * precision;
    before = recall;
    return sum + part;
  }, 0);
}

export function makeDetectionReport(items: readonly Item[], language: Language): DetectionReport {
  const pictures = items
    .slice(0, 40)
    .map(({ hash, name, width, height }): JudgedPicture => {
      return { hash, name, width, height, truth: thingsIn(hash), found: detect(hash) };
    })
    .sort(
      (a, b) =>
        b.found.filter((box) => box.outcome === 'wrong').length -
        a.found.filter((box) => box.outcome === 'wrong').length,
    );
  const classes = [...sceneClasses];
  const curves = ['', ...classes].map((name) => curveOf(name, pictures));
  const at = ({ points }: DetectionCurve) =>
    points.filter((point) => point.threshold >= recommended).at(-1) ?? { precision: 0, recall: 0 };
  const per_class = classes.map((name, index) => {
    const curve = curves[index + 1] ?? { name, points: [] };
    const { precision, recall } = at(curve);
    const support = pictures.reduce(
      (sum, { truth }) => sum + truth.filter((box) => box.name === name).length,
      0,
    );
    const ap50 = areaOf(curve);
    return { name, support, precision, recall, f1: f1Of({ precision, recall }), ap50, ap: ap50 * 0.71 };
  });
  const map50 = per_class.reduce((sum, row) => sum + row.ap50, 0) / classes.length;
  const [all = { name: '', points: [] }] = curves;
  const { precision, recall } = at(all);
  return {
    method: 'held-out',
    items: pictures.length,
    metrics: {
      map50,
      map50_95: map50 * 0.71,
      map_small: map50 * 0.4,
      map_medium: map50 * 0.69,
      map_large: map50 * 0.82,
      precision,
      recall,
      f1: f1Of({ precision, recall }),
    },
    threshold: recommended,
    classes,
    per_class,
    curves,
    pictures,
    remarks: [
      language === 'zh'
        ? '小目标的检出率较低。建议拍得更近，或使用更大的输入尺寸。'
        : 'Small things are often missed. Photos from nearer, or a larger picture size, help.',
    ],
  };
}
