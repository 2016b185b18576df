import { expect, test } from 'vitest';
import { around, between, farthest, handles, resized } from './rectangle';

const picture = { width: 100, height: 80 };

test('a drag in any direction gives the same box, in whole pixels, inside the picture', () => {
  const a = { x: 10.4, y: 20.6 };
  const b = { x: 130, y: -7 };
  const expected = { left: 10, top: 0, width: 90, height: 21 };
  expect(between(a, b, picture)).toEqual(expected);
  expect(between(b, a, picture)).toEqual(expected);
  expect(between({ x: 3, y: 3 }, { x: 3.2, y: 30 }, picture)).toBeUndefined();
});

test('boxes go together and stop together at the edge', () => {
  const boxes = [
    { left: 5, top: 5, width: 10, height: 10 },
    { left: 70, top: 60, width: 20, height: 10 },
  ];
  expect(farthest(boxes, { x: 50, y: 50 }, picture)).toEqual({ x: 10, y: 10 });
  expect(farthest(boxes, { x: -50, y: -2 }, picture)).toEqual({ x: -5, y: -2 });
});

test('a box that sticks out may be moved back, not further out', () => {
  const [outside] = [{ left: 90, top: 0, width: 20, height: 10 }];
  expect(farthest([outside], { x: 5, y: 0 }, picture).x).toBe(0);
  expect(farthest([outside], { x: -15, y: 0 }, picture).x).toBe(-15);
});

test.each(handles)('handle $x $y moves its own sides only, never through the other ones', (handle) => {
  const box = { left: 20, top: 20, width: 30, height: 30 };
  for (const by of [
    { x: 7, y: -3 },
    { x: 500, y: 500 },
    { x: -500, y: -500 },
  ]) {
    const { left, top, width, height } = resized(box, handle, by, picture);
    expect(width).toBeGreaterThan(0);
    expect(height).toBeGreaterThan(0);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(left + width).toBeLessThanOrEqual(100);
    expect(top + height).toBeLessThanOrEqual(80);
    if (handle.x >= 0) expect(left).toBe(20);
    if (handle.x <= 0) expect(left + width).toBe(50);
    if (handle.y >= 0) expect(top).toBe(20);
    if (handle.y <= 0) expect(top + height).toBe(50);
  }
});

test('the box around boxes', () => {
  expect(around([])).toBeUndefined();
  expect(
    around([
      { left: 5, top: 9, width: 1, height: 1 },
      { left: 2, top: 10, width: 2, height: 30 },
    ]),
  ).toEqual({ left: 2, top: 9, width: 4, height: 31 });
});
