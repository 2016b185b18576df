/** In pixels of the upright picture, from its top-left corner. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Which sides a drag takes along: -1 left or top, 1 right or bottom, 0 neither. */
export interface Handle {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

/** The four corners first: where handles overlap, they win. */
export const handles: readonly Handle[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 1 },
  { x: -1, y: 1 },
  { x: 0, y: -1 },
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
];

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The rectangle between two corners, in whole pixels, cut at the picture's edges; undefined when nothing is left of it. */
export function between(a: Place, b: Place, picture: Size): Rectangle | undefined {
  const [left, right] = [a.x, b.x].sort((p, q) => p - q).map((x) => Math.round(clamp(x, 0, picture.width)));
  const [top, bottom] = [a.y, b.y].sort((p, q) => p - q).map((y) => Math.round(clamp(y, 0, picture.height)));
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    return undefined;
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : undefined;
}

/** How far all of them can go together without leaving the picture. */
export function farthest(rectangles: readonly Rectangle[], by: Place, picture: Size): Place {
  let [lowX, highX, lowY, highY] = [-Infinity, Infinity, -Infinity, Infinity];
  for (const { left, top, width, height } of rectangles) {
    lowX = Math.max(lowX, -left);
    highX = Math.min(highX, picture.width - left - width);
    lowY = Math.max(lowY, -top);
    highY = Math.min(highY, picture.height - top - height);
  }
  // What lies outside already may stay where it is.
  return {
    x: clamp(by.x, Math.min(lowX, 0), Math.max(highX, 0)),
    y: clamp(by.y, Math.min(lowY, 0), Math.max(highY, 0)),
  };
}

export function moved(rectangle: Rectangle, by: Place): Rectangle {
  return { ...rectangle, left: rectangle.left + by.x, top: rectangle.top + by.y };
}

/** Moves the handle's sides; the others stay. At least one pixel is left, and nothing goes over the picture's edges. */
export function resized(rectangle: Rectangle, handle: Handle, by: Place, picture: Size): Rectangle {
  const side = (start: number, length: number, which: -1 | 0 | 1, delta: number, limit: number) => {
    const end = start + length;
    if (which === 0 || delta === 0) return [start, length] as const;
    if (which > 0) return [start, clamp(length + delta, 1, Math.max(1, limit - start))] as const;
    const moved = clamp(start + delta, 0, end - 1);
    return [moved, end - moved] as const;
  };
  const [left, width] = side(rectangle.left, rectangle.width, handle.x, by.x, picture.width);
  const [top, height] = side(rectangle.top, rectangle.height, handle.y, by.y, picture.height);
  return { left, top, width, height };
}

export function contains({ left, top, width, height }: Rectangle, { x, y }: Place): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

export function isSame(a: Rectangle, b: Rectangle): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

/** The smallest one around all of them; undefined around none. */
export function around(rectangles: readonly Rectangle[]): Rectangle | undefined {
  if (rectangles.length === 0) return undefined;
  const left = Math.min(...rectangles.map((rectangle) => rectangle.left));
  const top = Math.min(...rectangles.map((rectangle) => rectangle.top));
  const right = Math.max(...rectangles.map((rectangle) => rectangle.left + rectangle.width));
  const bottom = Math.max(...rectangles.map((rectangle) => rectangle.top + rectangle.height));
  return { left, top, width: right - left, height: bottom - top };
}
