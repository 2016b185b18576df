import { expect, test } from 'vitest';
import type { Point } from './entities';
import { averaged, forecastOf, learningOf, newest } from './learning';

const step = (n: number, accuracy = n / 10): Point => ({
  kind: 'step',
  step: n,
  accuracy,
  loss: 1 - accuracy,
  rate: 0.05,
  'items-per-second': 40,
});
const epoch = (n: number, loss = 0.7): Point => ({ kind: 'epoch', epoch: n, loss, accuracy: 0.6 });

test('nothing before the first step', () => {
  expect(
    learningOf([
      { kind: 'forecast', seconds: 3 },
      { kind: 'candidate', accuracy: 1 },
    ]),
  ).toBeUndefined();
});

test('steps are counted until the first round has ended, then rounds', () => {
  expect(learningOf([step(1), step(2)])).toMatchObject({
    axis: 'step',
    quality: {
      training: [
        { x: 1, y: 0.1 },
        { x: 2, y: 0.2 },
      ],
      validation: [],
    },
  });
  const learning = learningOf([step(1), step(2), epoch(1), step(3), step(4), epoch(2)]);
  expect(learning?.axis).toBe('epoch');
  expect(learning?.loss.training.map(({ x }) => x)).toEqual([0.5, 1, 1.5, 2]);
  expect(learning?.loss.validation).toEqual([
    { x: 1, y: 0.7 },
    { x: 2, y: 0.7 },
  ]);
  expect(learning?.rate[0]).toEqual({ x: 0.5, y: 0.05 });
  expect(learning?.speed[3]).toEqual({ x: 2, y: 40 });
});

test('without pictures held out there is no curve of them', () => {
  expect(learningOf([step(1), epoch(1, 0)])?.quality.validation).toEqual([]);
});

test('what is learnt again after an interruption replaces what was', () => {
  const learning = learningOf([step(1), step(2, 0.9), epoch(1), { kind: 'retry' }, step(2), epoch(1, 0.5)]);
  expect(learning?.quality.training).toEqual([
    { x: 0.5, y: 0.1 },
    { x: 1, y: 0.2 },
  ]);
  expect(learning?.loss.validation).toEqual([{ x: 1, y: 0.5 }]);
});

test('many points become few averages that keep the mean', () => {
  const points = Array.from({ length: 1000 }, (_, k) => ({ x: k, y: k % 2 }));
  const few = averaged(points, 50);
  expect(few).toHaveLength(50);
  expect(few[0]).toEqual({ x: 9.5, y: 0.5 });
  expect(few.at(-1)).toEqual({ x: 989.5, y: 0.5 });
  expect(averaged(points.slice(0, 3), 50)).toEqual(points.slice(0, 3));
});

test('the forecast is whole or none, and the newest counts', () => {
  const points: Point[] = [
    { kind: 'forecast', seconds: 9, bytes: 1, epochs: 1 },
    { kind: 'forecast', seconds: 180, bytes: 6e8, epochs: 30 },
  ];
  expect(forecastOf(points)).toEqual({ seconds: 180, bytes: 6e8, epochs: 30 });
  expect(forecastOf([{ kind: 'forecast', seconds: 9 }])).toBeUndefined();
  expect(newest(points, 'memory')).toBeUndefined();
});

test("a detector's mAP50 is drawn where it was asked for, though its judges have no loss", () => {
  const plain = { ...epoch(1, 0), accuracy: 0 };
  const judged = { ...epoch(2, 0), accuracy: 0, map50: 0.4 };
  const learning = learningOf([step(1), plain, step(2), judged]);
  expect(learning?.quality.validation).toEqual([{ x: 2, y: 0.4 }]);
  expect(learning?.quality.training).toEqual([]);
  expect(learning?.loss.validation).toEqual([]);
});
