import { expect, test } from 'vitest';
import { digitsOf, formatTime, roundStep } from './sound-time';

test('times read like those of a player', () => {
  expect(formatTime(0)).toBe('0:00');
  expect(formatTime(65.25)).toBe('1:05');
  expect(formatTime(65.25, 2)).toBe('1:05.25');
  expect(formatTime(59.9996, 3)).toBe('1:00.000');
  expect(formatTime(5.5, 1)).toBe('0:05.5');
  expect(formatTime(36_000 + 61)).toBe('10:01:01');
});

test('steps of a ruler are round', () => {
  expect([0.003, 0.01, 0.3, 0.7, 3, 40, 700, 50_000].map(roundStep)).toEqual([
    0.005, 0.01, 0.5, 1, 5, 60, 900, 86_400,
  ]);
  expect([0.005, 0.01, 0.5, 1, 60].map(digitsOf)).toEqual([3, 2, 1, 0, 0]);
});
