import type { Place } from '@/model/rectangle';
import { type CommandOf, keyReader } from './key-table';

type OwnCommand =
  | 'next-box'
  | 'previous-box'
  | 'new-box'
  | 'accept'
  | 'accept-all'
  | 'copy'
  | 'paste'
  | 'carry-on';

/** Moved by so many pixels of the picture. */
export type Command = CommandOf<OwnCommand, Place>;

/** How the help writes the keys of a command, for each command one way or more. */
export const keyNames: readonly {
  readonly command: Command['name'] | 'draw-inside' | 'pan' | 'select-more' | 'zoom-wheel';
  readonly keys: readonly string[];
}[] = [
  { command: 'next-item', keys: ['D', 'PageDown'] },
  { command: 'previous-item', keys: ['A', 'PageUp'] },
  { command: 'class', keys: ['1 … 9'] },
  { command: 'name-class', keys: ['C'] },
  { command: 'new-box', keys: ['N'] },
  { command: 'next-box', keys: ['Tab'] },
  { command: 'previous-box', keys: ['Shift+Tab'] },
  { command: 'move', keys: ['← ↑ → ↓', 'Shift+← ↑ → ↓'] },
  { command: 'resize', keys: ['Alt+← ↑ → ↓', 'Ctrl+← ↑ → ↓'] },
  { command: 'delete', keys: ['Delete'] },
  { command: 'let-go', keys: ['Esc'] },
  { command: 'accept', keys: ['Enter'] },
  { command: 'accept-all', keys: ['Shift+Enter'] },
  { command: 'nothing', keys: ['E'] },
  { command: 'carry-on', keys: ['B'] },
  { command: 'copy', keys: ['Ctrl+C'] },
  { command: 'paste', keys: ['Ctrl+V'] },
  { command: 'select-all', keys: ['Ctrl+A'] },
  { command: 'undo', keys: ['Ctrl+Z'] },
  { command: 'redo', keys: ['Ctrl+Shift+Z'] },
  { command: 'zoom-in', keys: ['＋'] },
  { command: 'zoom-out', keys: ['−'] },
  { command: 'fit', keys: ['0'] },
  { command: 'zoom-wheel', keys: ['wheel'] },
  { command: 'pan', keys: ['Space+drag', 'Shift+wheel'] },
  { command: 'draw-inside', keys: ['Alt+drag'] },
  { command: 'select-more', keys: ['Shift+click'] },
  { command: 'help', keys: ['?'] },
];

const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export const commandOf = keyReader<OwnCommand, Place>({
  plain: { n: 'new-box', b: 'carry-on', Tab: 'next-box', Enter: 'accept' },
  withShift: { Tab: 'previous-box', Enter: 'accept-all' },
  withControl: { c: 'copy', v: 'paste' },
  way: (key, steps) => {
    const arrow = arrows[key];
    return arrow && { x: steps * arrow.x, y: steps * arrow.y };
  },
});
