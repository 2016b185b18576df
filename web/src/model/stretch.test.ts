import { expect, test } from 'vitest';
import { between, farthest, inOrder, moved, resized, stretchAt } from './stretch';

test('what is drawn lies on milliseconds and inside the recording', () => {
  expect(between(1.23456, 0.5, 10)).toEqual({ begin: 0.5, seconds: 0.735 });
  expect(between(-3, 99, 10.0004)).toEqual({ begin: 0, seconds: 10 });
  expect(between(2, 2.0001, 10)).toBeUndefined();
});

test('moving stops at the ends, for all together', () => {
  const both = [
    { begin: 1, seconds: 1 },
    { begin: 5, seconds: 4 },
  ];
  expect(farthest(both, 3, 10)).toBe(1);
  expect(farthest(both, -3, 10)).toBe(-1);
  expect(farthest(both, 0.25, 10)).toBe(0.25);
  expect(moved({ begin: 1, seconds: 1 }, 0.0104)).toEqual({ begin: 1.01, seconds: 1 });
});

test('an end is moved, the other one stays, and a millisecond is left', () => {
  const stretch = { begin: 2, seconds: 3 };
  expect(resized(stretch, 1, 0.01, 10)).toEqual({ begin: 2, seconds: 3.01 });
  expect(resized(stretch, 1, 99, 10)).toEqual({ begin: 2, seconds: 8 });
  expect(resized(stretch, 1, -99, 10)).toEqual({ begin: 2, seconds: 0.001 });
  expect(resized(stretch, -1, -0.5, 10)).toEqual({ begin: 1.5, seconds: 3.5 });
  expect(resized(stretch, -1, 99, 10)).toEqual({ begin: 4.999, seconds: 0.001 });
});

test('of several at a time the shortest is meant, and their order is that of their begins', () => {
  const some = [
    { begin: 4, seconds: 5 },
    { begin: 1, seconds: 9 },
    { begin: 5, seconds: 1 },
  ];
  expect(stretchAt(some, 5.5)).toBe(2);
  expect(stretchAt(some, 8)).toBe(0);
  expect(stretchAt(some, 0.5)).toBeUndefined();
  expect(inOrder(some)).toEqual([1, 0, 2]);
});
