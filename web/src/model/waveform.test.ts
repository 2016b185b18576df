import { expect, test } from 'vitest';
import { outlineOf, shapeOf } from './waveform';

test('each point knows the lowest and the highest of its samples', () => {
  const shape = shapeOf(new Float32Array([0, 1, -0.5, 0.25, 0.5, -1]), 2, 3);
  expect(shape).toEqual({ rate: 2, begin: 0, seconds: 3, lows: [0, -63, -127], highs: [127, 32, 64] });
});

test('there are no more points than samples', () => {
  expect(shapeOf(new Float32Array([0.5]), 8000, 96).highs).toEqual([64]);
  expect(shapeOf(new Float32Array(), 8000, 96).highs).toEqual([0]);
});

test('the outline keeps to its frame, and quiet recordings fill more of it', () => {
  const heights = (path: string) => path.match(/ -?[\d.]+/g)?.map(Number) ?? [];
  const loud = { rate: 8, begin: 0, seconds: 1, lows: [-127, -10], highs: [127, 10] };
  const quiet = { ...loud, lows: [-12, -1], highs: [12, 1] };
  expect(Math.min(...heights(outlineOf(loud, 100, 40)))).toBeCloseTo(1.6);
  expect(Math.max(...heights(outlineOf(loud, 100, 40)))).toBeCloseTo(38.4);
  expect(Math.max(...heights(outlineOf(quiet, 100, 40)))).toBeCloseTo(20 + 4 * (12 / 127) * 20, 0);
  expect(outlineOf({ ...loud, lows: [], highs: [] }, 100, 40)).toBe('');
});
