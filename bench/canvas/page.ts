// The studio's box editor with so many boxes on a large picture, and a count of its frames.
import { BoxEditor } from '@/canvas/box-editor';
import type { PaintedBox } from '@/canvas/painter';
import { classColour } from '@/canvas/palette';

const size = { width: 2048, height: 1536 };
const count = Number(new URLSearchParams(location.search).get('boxes') ?? 1000);
const columns = Math.ceil(Math.sqrt((count * 4) / 3));
const step = size.width / (columns + 1);

let boxes: PaintedBox[] = Array.from({ length: count }, (_, k) => ({
  location: {
    left: Math.round(step * (0.4 + (k % columns))),
    top: Math.round(step * (0.4 + Math.floor(k / columns))),
    width: Math.round(step * (0.6 + 0.3 * ((k * 7) % 5) / 4)),
    height: Math.round(step * (0.6 + 0.3 * ((k * 3) % 7) / 6)),
  },
  colour: classColour(k % 9),
  text: `class ${k % 9}`,
}));

function picture(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  for (let y = 0; context && y < size.height; y += 8)
    for (let x = 0; x < size.width; x += 8) {
      context.fillStyle = `hsl(${(x * 7 + y * 3) % 360} 30% ${35 + ((x * y) % 30)}%)`;
      context.fillRect(x, y, 8, 8);
    }
  return canvas;
}

const element = document.getElementById('editor');
if (!element) throw new Error('no element');
const editor = new BoxEditor(element, {
  onChange: (places, to) => {
    const moved = new Map(places.map((place, index) => [place, to[index]]));
    boxes = boxes.map((box, place) => ({ ...box, location: moved.get(place) ?? box.location }));
    editor.setBoxes(boxes);
  },
  onDraw: () => undefined,
  onSelect: () => undefined,
  onZoom: () => undefined,
});
editor.setPicture(size);
editor.setImage(picture());
editor.setBoxes(boxes);

/** Milliseconds between frames since the last call of `start`. */
let frames: number[] = [];
let last = 0;
const tick = (now: number) => {
  if (last) frames.push(now - last);
  last = now;
  requestAnimationFrame(tick);
};
requestAnimationFrame(tick);

Object.assign(window, {
  bench: {
    editor,
    centre: (place: number) => {
      const at = editor.screenPlace(place);
      return at && { x: at.left + at.width / 2, y: at.top + at.height / 2 };
    },
    start: () => {
      frames = [];
    },
    frames: () => frames,
  },
});
