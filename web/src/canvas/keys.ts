import type { Place } from '@/model/rectangle';

export type Command =
  | { readonly name: PlainCommand }
  /** By so many pixels of the picture. */
  | { readonly name: 'move' | 'resize'; readonly by: Place; readonly repeated: boolean }
  /** 0 is the first. */
  | { readonly name: 'class'; readonly index: number };

export type PlainCommand =
  | 'next-picture'
  | 'previous-picture'
  | 'next-box'
  | 'previous-box'
  | 'new-box'
  | 'delete'
  | 'select-all'
  | 'let-go'
  | 'accept'
  | 'accept-all'
  | 'nothing'
  | 'name-class'
  | 'copy'
  | 'paste'
  | 'carry-on'
  | 'undo'
  | 'redo'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'help';

/** How the help writes the keys of a command, for each command one way or more. */
export const keyNames: readonly {
  readonly command: Command['name'] | 'draw-inside' | 'pan' | 'select-more' | 'zoom-wheel';
  readonly keys: readonly string[];
}[] = [
  { command: 'next-picture', keys: ['D', 'PageDown'] },
  { command: 'previous-picture', keys: ['A', 'PageUp'] },
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

const plain: Readonly<Record<string, PlainCommand>> = {
  PageDown: 'next-picture',
  d: 'next-picture',
  PageUp: 'previous-picture',
  a: 'previous-picture',
  n: 'new-box',
  Delete: 'delete',
  Backspace: 'delete',
  Escape: 'let-go',
  e: 'nothing',
  c: 'name-class',
  b: 'carry-on',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'fit',
  '?': 'help',
};

const withControl: Readonly<Record<string, PlainCommand>> = {
  a: 'select-all',
  c: 'copy',
  v: 'paste',
  z: 'undo',
  y: 'redo',
};

const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** What a key press asks for; undefined for keys that are none of the editor's. Works on any layout of letters. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  const { shiftKey, altKey, repeat } = event;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const arrow = arrows[key];
  if (arrow) {
    const by = shiftKey ? { x: 10 * arrow.x, y: 10 * arrow.y } : arrow;
    return { name: altKey || control ? 'resize' : 'move', by, repeated: repeat };
  }
  if (key === 'Tab' && !control && !altKey) return { name: shiftKey ? 'previous-box' : 'next-box' };
  if (key === 'Enter' && !control && !altKey) return { name: shiftKey ? 'accept-all' : 'accept' };
  if (control && !altKey) {
    const name = key === 'z' && shiftKey ? 'redo' : withControl[key];
    return name && { name };
  }
  if (control || altKey) return undefined;
  if (/^[1-9]$/.test(key)) return { name: 'class', index: Number(key) - 1 };
  const name = plain[key];
  return name && { name };
}
