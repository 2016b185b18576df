import { expect, test } from 'vitest';
import { boxAt, carriedOut, handleAt } from './gesture';
import { commandOf } from './keys';
import { fitted, kept, panned, toPicture, toScreen, zoomed } from './view';

const picture = { width: 400, height: 300 };
const screen = { width: 848, height: 848 };
const place = (x: number, y: number) => ({ x, y });

test('a picture is fitted into the middle, and small ones are not blown up without end', () => {
  expect(fitted(picture, screen)).toEqual({ scale: 2, x: 24, y: 124 });
  expect(fitted({ width: 4, height: 4 }, screen).scale).toBe(8);
});

test('zooming keeps what is under the pointer where it is', () => {
  const at = place(300, 500);
  const before = fitted(picture, screen);
  const after = zoomed(before, 3, at);
  expect(after.scale).toBe(6);
  expect(toPicture(after, at)).toEqual(toPicture(before, at));
});

test('places on the screen and in the picture belong together', () => {
  const view = { scale: 2, x: 10, y: 20 };
  expect(toScreen(view, { left: 5, top: 6, width: 7, height: 8 })).toEqual({
    left: 20,
    top: 32,
    width: 14,
    height: 16,
  });
  expect(toPicture(view, place(20, 32))).toEqual(place(5, 6));
});

test('no pan loses the picture', () => {
  for (const by of [place(9999, 9999), place(-9999, -9999)]) {
    const { left, top, width, height } = toScreen(
      kept(panned(fitted(picture, screen), by), picture, screen),
      { left: 0, top: 0, ...picture },
    );
    expect(left + width).toBeGreaterThan(0);
    expect(top + height).toBeGreaterThan(0);
    expect(left).toBeLessThan(screen.width);
    expect(top).toBeLessThan(screen.height);
  }
});

test('of boxes in one another the smallest is taken', () => {
  const boxes = [
    { left: 0, top: 0, width: 100, height: 100 },
    { left: 40, top: 40, width: 20, height: 20 },
    { left: 30, top: 30, width: 50, height: 50 },
  ];
  expect(boxAt(boxes, place(50, 50))).toBe(1);
  expect(boxAt(boxes, place(35, 35))).toBe(2);
  expect(boxAt(boxes, place(5, 5))).toBe(0);
  expect(boxAt(boxes, place(200, 5))).toBeUndefined();
});

test('handles are where the box is on the screen', () => {
  const view = { scale: 2, x: 100, y: 0 };
  const box = { left: 10, top: 10, width: 50, height: 50 };
  expect(handleAt(view, box, place(120, 20))).toEqual({ x: -1, y: -1 });
  expect(handleAt(view, box, place(222, 118))).toEqual({ x: 1, y: 1 });
  expect(handleAt(view, box, place(220, 70))).toEqual({ x: 1, y: 0 });
  expect(handleAt(view, box, place(170, 70))).toBeUndefined();
});

test('a move takes all boxes along in whole pixels and stops at the edge', () => {
  const before = new Map([
    [3, { left: 10.5, top: 10, width: 20, height: 20 }],
    [7, { left: 370, top: 10, width: 20, height: 20 }],
  ]);
  const moved = carriedOut({ kind: 'move', from: place(0, 0), before }, place(50.2, 4.9), picture);
  expect([...moved]).toEqual([
    [3, { left: 20.5, top: 15, width: 20, height: 20 }],
    [7, { left: 380, top: 15, width: 20, height: 20 }],
  ]);
});

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  commandOf({
    key,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    ...held,
  } as KeyboardEvent);

test('keys mean what the help says', () => {
  expect(press('ArrowLeft')).toEqual({ name: 'move', by: place(-1, 0), repeated: false });
  expect(press('ArrowDown', { shiftKey: true })).toMatchObject({ name: 'move', by: place(0, 10) });
  expect(press('ArrowRight', { altKey: true })).toMatchObject({ name: 'resize', by: place(1, 0) });
  expect(press('ArrowUp', { ctrlKey: true, repeat: true })).toEqual({
    name: 'resize',
    by: place(0, -1),
    repeated: true,
  });
  expect(press('3')).toEqual({ name: 'class', index: 2 });
  expect(press('z', { ctrlKey: true })).toEqual({ name: 'undo' });
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toEqual({ name: 'redo' });
  expect(press('z', { metaKey: true })).toEqual({ name: 'undo' });
  expect(press('Tab', { shiftKey: true })).toEqual({ name: 'previous-box' });
  expect(press('?', { shiftKey: true })).toEqual({ name: 'help' });
  expect(press('D')).toEqual({ name: 'next-item' });
});

test('the browser keeps its own keys', () => {
  for (const key of ['r', 'l', 't', '1', 'f']) expect(press(key, { ctrlKey: true })).toBeUndefined();
  expect(press('F5')).toBeUndefined();
  expect(press('d', { altKey: true })).toBeUndefined();
});
