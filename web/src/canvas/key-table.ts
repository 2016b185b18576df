/** What keys ask for in the box editor and in the sound editor alike. */
export type SharedCommand =
  | 'next-item'
  | 'previous-item'
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

/** `Own`: what only this editor knows; `Way`: how far something is moved in it. */
export type CommandOf<Own extends string, Way> =
  | { readonly name: SharedCommand | Own }
  | { readonly name: 'move' | 'resize'; readonly by: Way; readonly repeated: boolean }
  /** 0 is the first. */
  | { readonly name: 'class'; readonly index: number };

/** Keys of one editor besides the shared ones, letters in lower case. */
export interface KeyTable<Own extends string, Way> {
  readonly plain: Readonly<Record<string, Own>>;
  /** Those that mean something else with Shift. */
  readonly withShift: Readonly<Record<string, Own>>;
  readonly withControl: Readonly<Record<string, Own>>;
  /** How far so many steps of an arrow go; undefined for all other keys. */
  readonly way: (key: string, steps: number) => Way | undefined;
}

const sharedPlain: Readonly<Record<string, SharedCommand>> = {
  PageDown: 'next-item',
  d: 'next-item',
  PageUp: 'previous-item',
  a: 'previous-item',
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

const sharedWithControl: Readonly<Record<string, SharedCommand>> = {
  a: 'select-all',
  z: 'undo',
  y: 'redo',
};

const stepsWithShift = 10;

/** Reads key presses: undefined for keys that are none of the editor's. Works on any layout of letters. */
export function keyReader<Own extends string, Way>({
  withShift,
  way,
  ...own
}: KeyTable<Own, Way>): (event: KeyboardEvent) => CommandOf<Own, Way> | undefined {
  const plain: Readonly<Record<string, SharedCommand | Own>> = { ...sharedPlain, ...own.plain };
  const withControl: Readonly<Record<string, SharedCommand | Own>> = {
    ...sharedWithControl,
    ...own.withControl,
  };
  return (event) => {
    const { shiftKey, altKey, repeat } = event;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const by = way(key, shiftKey ? stepsWithShift : 1);
    if (by !== undefined) return { name: altKey || control ? 'resize' : 'move', by, repeated: repeat };
    if (altKey) return undefined;
    if (!control && /^[1-9]$/.test(key)) return { name: 'class', index: Number(key) - 1 };
    const named = () => {
      if (control) return shiftKey && key === 'z' ? 'redo' : withControl[key];
      return (shiftKey ? withShift[key] : undefined) ?? plain[key];
    };
    const name = named();
    return name === undefined ? undefined : { name };
  };
}
