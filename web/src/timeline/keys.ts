export type PlainTimeCommand =
  | 'next-recording'
  | 'previous-recording'
  | 'next-segment'
  | 'previous-segment'
  | 'play'
  | 'play-segment'
  | 'loop'
  | 'slower'
  | 'faster'
  | 'mark'
  | 'begin-here'
  | 'end-here'
  | 'to-start'
  | 'to-end'
  | 'delete'
  | 'select-all'
  | 'let-go'
  | 'nothing'
  | 'name-class'
  | 'undo'
  | 'redo'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'help';

export type TimeCommand =
  | { readonly name: PlainTimeCommand }
  /** By so many seconds: the selected segments or their ends; without any, the playhead. */
  | { readonly name: 'move' | 'resize'; readonly by: number; readonly repeated: boolean }
  /** 0 is the first. */
  | { readonly name: 'class'; readonly index: number };

/** How the help writes the keys of a command, for each command one way or more. */
export const timeKeyNames: readonly {
  readonly command: TimeCommand['name'] | 'zoom-wheel' | 'pan' | 'draw' | 'draw-inside' | 'select-more';
  readonly keys: readonly string[];
}[] = [
  { command: 'play', keys: ['Space'] },
  { command: 'play-segment', keys: ['Enter'] },
  { command: 'loop', keys: ['L'] },
  { command: 'slower', keys: [','] },
  { command: 'faster', keys: ['.'] },
  { command: 'to-start', keys: ['Home'] },
  { command: 'to-end', keys: ['End'] },
  { command: 'mark', keys: ['S'] },
  { command: 'begin-here', keys: ['['] },
  { command: 'end-here', keys: [']'] },
  { command: 'class', keys: ['1 … 9'] },
  { command: 'name-class', keys: ['C'] },
  { command: 'next-segment', keys: ['N', 'Tab'] },
  { command: 'previous-segment', keys: ['P', 'Shift+Tab'] },
  { command: 'move', keys: ['← →', 'Shift+← →'] },
  { command: 'resize', keys: ['Alt+← →', 'Ctrl+← →'] },
  { command: 'delete', keys: ['Delete'] },
  { command: 'select-all', keys: ['Ctrl+A'] },
  { command: 'let-go', keys: ['Esc'] },
  { command: 'nothing', keys: ['E'] },
  { command: 'undo', keys: ['Ctrl+Z'] },
  { command: 'redo', keys: ['Ctrl+Y'] },
  { command: 'next-recording', keys: ['D', 'PageDown'] },
  { command: 'previous-recording', keys: ['A', 'PageUp'] },
  { command: 'zoom-in', keys: ['＋'] },
  { command: 'zoom-out', keys: ['−'] },
  { command: 'fit', keys: ['0'] },
  { command: 'zoom-wheel', keys: ['wheel'] },
  { command: 'pan', keys: ['Shift+wheel'] },
  { command: 'draw', keys: ['drag'] },
  { command: 'draw-inside', keys: ['Alt+drag'] },
  { command: 'select-more', keys: ['Shift+click'] },
  { command: 'help', keys: ['?'] },
];

const plain: Readonly<Record<string, PlainTimeCommand>> = {
  ' ': 'play',
  Enter: 'play-segment',
  l: 'loop',
  ',': 'slower',
  '.': 'faster',
  s: 'mark',
  '[': 'begin-here',
  ']': 'end-here',
  Home: 'to-start',
  End: 'to-end',
  n: 'next-segment',
  p: 'previous-segment',
  PageDown: 'next-recording',
  d: 'next-recording',
  PageUp: 'previous-recording',
  a: 'previous-recording',
  Delete: 'delete',
  Backspace: 'delete',
  Escape: 'let-go',
  e: 'nothing',
  c: 'name-class',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'fit',
  '?': 'help',
};

const withControl: Readonly<Record<string, PlainTimeCommand>> = {
  a: 'select-all',
  z: 'undo',
  y: 'redo',
};

/** Seconds by which an arrow moves; ten times as many with Shift. */
const step = 0.01;

/** What a key press asks for; undefined for keys that are none of the editor's. Works on any layout of letters. */
export function timeCommandOf(event: KeyboardEvent): TimeCommand | undefined {
  const { shiftKey, altKey, repeat } = event;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const by = (key === 'ArrowLeft' ? -step : step) * (shiftKey ? 10 : 1);
    return { name: altKey || control ? 'resize' : 'move', by, repeated: repeat };
  }
  if (key === 'Tab' && !control && !altKey) return { name: shiftKey ? 'previous-segment' : 'next-segment' };
  if (control && !altKey) {
    const name = key === 'z' && shiftKey ? 'redo' : withControl[key];
    return name && { name };
  }
  if (control || altKey) return undefined;
  if (/^[1-9]$/.test(key)) return { name: 'class', index: Number(key) - 1 };
  const name = plain[key];
  return name && { name };
}
