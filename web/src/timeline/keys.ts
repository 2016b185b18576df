import { type CommandOf, keyReader } from '@/canvas/key-table';

type OwnCommand =
  | 'next-segment'
  | 'previous-segment'
  // Like those two, but at the ends the key is the page's: Tab has to lead out of the editor.
  | 'step-on'
  | 'step-back'
  | 'play'
  | 'play-segment'
  | 'loop'
  | 'slower'
  | 'faster'
  | 'mark'
  | 'begin-here'
  | 'end-here'
  | 'to-start'
  | 'to-end';

/** Moved by so many seconds: the selected segments or their ends; without any, the playhead. */
export type TimeCommand = CommandOf<OwnCommand, number>;

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
  { command: 'next-segment', keys: ['N'] },
  { command: 'previous-segment', keys: ['P'] },
  { command: 'step-on', keys: ['Tab'] },
  { command: 'step-back', keys: ['Shift+Tab'] },
  { command: 'move', keys: ['← →', 'Shift+← →'] },
  { command: 'resize', keys: ['Alt+← →', 'Ctrl+← →'] },
  { command: 'delete', keys: ['Delete'] },
  { command: 'select-all', keys: ['Ctrl+A'] },
  { command: 'let-go', keys: ['Esc'] },
  { command: 'nothing', keys: ['E'] },
  { command: 'undo', keys: ['Ctrl+Z'] },
  { command: 'redo', keys: ['Ctrl+Y'] },
  { command: 'next-item', keys: ['D', 'PageDown'] },
  { command: 'previous-item', keys: ['A', 'PageUp'] },
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

/** Seconds by which an arrow moves. */
const step = 0.01;

export const timeCommandOf = keyReader<OwnCommand, number>({
  plain: {
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
    Tab: 'step-on',
  },
  withShift: { Tab: 'step-back' },
  withControl: {},
  way: (key, steps) => {
    if (key === 'ArrowLeft') return -step * steps;
    return key === 'ArrowRight' ? step * steps : undefined;
  },
});
