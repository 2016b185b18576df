import { expect, test } from 'vitest';
import { curvesOf, ticks } from './curve';

test('one curve per kind, x by what the points have', () => {
  const curves = curvesOf([
    { kind: 'candidate', name: 'b', accuracy: 0.8, seconds: 9 },
    { kind: 'cross-validation', lambda: 1, accuracy: 0.6 },
    { kind: 'candidate', name: 'a', accuracy: 0.7, seconds: 2 },
    { kind: 'cross-validation', lambda: 0.1, accuracy: 0.65 },
    { kind: 'stage', seconds: 3 },
    { kind: 'epoch', accuracy: 0.5 },
    { kind: 'views', accuracy: 0.5 },
  ]);
  expect(curves).toEqual([
    {
      kind: 'candidate',
      axis: 'seconds',
      points: [
        { x: 2, y: 0.7, name: 'a' },
        { x: 9, y: 0.8, name: 'b' },
      ],
    },
    {
      kind: 'cross-validation',
      axis: 'lambda',
      points: [
        { x: 0.1, y: 0.65 },
        { x: 1, y: 0.6 },
      ],
    },
    { kind: 'views', axis: 'index', points: [{ x: 1, y: 0.5 }] },
  ]);
});

test('ticks are round and stay inside', () => {
  expect(ticks(0, 33, 6)).toEqual([0, 10, 20, 30]);
  expect(ticks(0.751, 0.868, 4)).toEqual([0.8, 0.85]);
  expect(ticks(-3.2, 1.1, 6)).toEqual([-3, -2, -1, 0, 1]);
  expect(ticks(2, 2, 4)).toEqual([2]);
});
