import { expect, test } from 'vitest';
import { judgedAt, pointAt, thinned, wholeCurve } from './detection';
import type { DetectionCurve, DetectionReport, JudgedPicture } from './entities';

const location = { left: 0, top: 0, width: 5, height: 5 };
const picture: JudgedPicture = {
  hash: '',
  name: 'x.jpg',
  width: 10,
  height: 10,
  truth: [
    { name: 'a', location },
    { name: 'b', location },
    { name: 'b', location, difficult: true },
  ],
  found: [
    { name: 'a', score: 0.9, location, outcome: 'right', truth: 0 },
    { name: 'b', score: 0.6, location, outcome: 'wrong' },
    { name: 'b', score: 0.5, location, outcome: 'ignored', truth: 2 },
    { name: 'b', score: 0.4, location, outcome: 'right', truth: 1 },
  ],
};

test.each([
  [0.95, 0, 0, 2],
  [0.9, 1, 0, 1],
  [0.5, 1, 1, 1],
  [0.1, 2, 1, 0],
])('at %f: %i right, %i wrong, %i missed', (threshold, right, wrong, missed) => {
  const judged = judgedAt(picture, threshold);
  expect([judged.right.length, judged.wrong.length, judged.missed.length]).toEqual([right, wrong, missed]);
});

const curve: DetectionCurve = {
  name: '',
  points: [
    { threshold: 0.8, precision: 1, recall: 0.25, right: 1, wrong: 0, missed: 3 },
    { threshold: 0.5, precision: 0.75, recall: 0.75, right: 3, wrong: 1, missed: 1 },
  ],
};

test('between two points the higher threshold counts; above all nothing is found', () => {
  expect(pointAt(curve, 0.5).right).toBe(3);
  expect(pointAt(curve, 0.51).right).toBe(1);
  expect(pointAt(curve, 0.2).right).toBe(3);
  expect(pointAt(curve, 0.9)).toMatchObject({ right: 0, missed: 4, recall: 0 });
});

test('a long curve is thinned with both its ends', () => {
  const long = Array.from({ length: 1000 }, (_, index) => index);
  const short = thinned(long, 50);
  expect(short).toHaveLength(50);
  expect([short[0], short.at(-1)]).toEqual([0, 999]);
  expect(thinned([1, 2], 50)).toEqual([1, 2]);
});

test('the curve says what the pictures show, if the report has all of them', () => {
  const report: DetectionReport = {
    method: 'held-out',
    items: 1,
    metrics: {},
    threshold: 0.5,
    classes: ['a', 'b'],
    per_class: [],
    curves: [curve],
    pictures: [picture],
    remarks: [],
  };
  const whole = wholeCurve(report);
  for (const threshold of [0.95, 0.9, 0.6, 0.5, 0.4, 0.1]) {
    const { right, wrong, missed } = judgedAt(picture, threshold);
    expect(pointAt(whole, threshold)).toMatchObject({
      right: right.length,
      wrong: wrong.length,
      missed: missed.length,
    });
  }
  expect(wholeCurve({ ...report, items: 2 })).toBe(curve);
});
