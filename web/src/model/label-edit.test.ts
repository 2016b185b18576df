import { expect, test } from 'vitest';
import type { BoxLabel } from './entities';
import { insertion, type Labelling, marking, removal, replacement } from './label-edit';
import { type LabelHistory, perform, redo, startHistory, undo } from './label-history';
import { moved } from './rectangle';

/** The same numbers in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const box = (name: string, left = 1, top = 2): BoxLabel => ({
  name,
  location: { left, top, width: 10.5, height: 20.25 },
});

/** Any edit that fits. */
function anyEdit(on: Labelling<BoxLabel>, roll: (sides: number) => number) {
  const places = on.marks.map((_, index) => index).filter(() => roll(3) === 0);
  const kind = places.length > 0 ? roll(5) : roll(2);
  if (kind === 0) return marking(on, !on.labelled || on.marks.length > 0);
  if (kind === 1)
    return insertion(
      on,
      Array.from({ length: 1 + roll(7) }, () => box(`class ${roll(4)}`, roll(500) / 4, roll(300))),
    );
  if (kind === 2) return removal(on, places.reverse());
  const after = places.map((place) => on.marks[place] ?? box('none'));
  return replacement(
    on,
    places,
    after.map((entry) =>
      kind === 3
        ? { ...entry, name: `class ${roll(4)}` }
        : { ...entry, location: moved(entry.location, { x: roll(9) - 4, y: roll(9) - 4 }) },
    ),
  );
}

const times = (
  n: number,
  step: (history: LabelHistory<BoxLabel>) => LabelHistory<BoxLabel>,
  history: LabelHistory<BoxLabel>,
) => Array.from({ length: n }).reduce<LabelHistory<BoxLabel>>((current) => step(current), history);

test.each([1, 2, 3, 4, 5])('200 edits at random are undone to the very start and redone (%i)', (seed) => {
  const roll = dice(seed);
  const start = startHistory<BoxLabel>({ labelled: false, marks: [] });
  let history: LabelHistory<BoxLabel> = start;
  let most = 0;
  for (let k = 0; k < 200; ++k) {
    history = perform(history, anyEdit(history.now, roll));
    most = Math.max(most, history.now.marks.length);
    // As a reload would.
    if (roll(20) === 0) history = JSON.parse(JSON.stringify(history)) as LabelHistory<BoxLabel>;
  }
  expect(most).toBeGreaterThan(10);
  const back = times(200, undo, history);
  expect(JSON.stringify(back.now)).toBe(JSON.stringify(start.now));
  expect(undo(back)).toBe(back);
  const again = times(200, redo, back);
  expect(JSON.stringify(again.now)).toBe(JSON.stringify(history.now));
  expect(redo(again)).toBe(again);
});

test('the order of boxes and what they carry come back', () => {
  const start: Labelling<BoxLabel> = {
    labelled: true,
    marks: [box('a'), { ...box('b'), difficult: true }, box('c'), { ...box('d'), crowd: true }],
  };
  const history = perform(startHistory(start), removal(start, [3, 1]));
  expect(history.now.marks.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(undo(history).now).toEqual(start);
});

test('the first box labels a picture; undone, nobody has said anything', () => {
  const nothing: Labelling<BoxLabel> = { labelled: false, marks: [] };
  const history = perform(startHistory(nothing), insertion(nothing, [box('a')]));
  expect(history.now.labelled).toBe(true);
  expect(undo(history).now.labelled).toBe(false);
});

test('“nothing in it” labels without a box', () => {
  const nothing: Labelling<BoxLabel> = { labelled: false, marks: [] };
  const history = perform(startHistory(nothing), marking(nothing, true));
  expect(history.now).toEqual({ labelled: true, marks: [] });
  expect(undo(history).now).toEqual(nothing);
});

test('a new edit forgets what was undone', () => {
  let history = startHistory<BoxLabel>({ labelled: false, marks: [] });
  for (const name of ['a', 'b']) history = perform(history, insertion(history.now, [box(name)]));
  history = undo(history);
  history = perform(history, insertion(history.now, [box('c')]));
  expect(redo(history)).toBe(history);
  expect(history.now.marks.map(({ name }) => name)).toEqual(['a', 'c']);
});

test('a held key makes one step, and another box a new one', () => {
  const start: Labelling<BoxLabel> = { labelled: true, marks: [box('a'), box('b')] };
  let history = startHistory(start);
  const shift = (place: number, x: number) =>
    replacement(
      history.now,
      [place],
      [history.now.marks[place] ?? box('none')].map((entry) => ({
        ...entry,
        location: moved(entry.location, { x, y: 0 }),
      })),
    );
  history = perform(history, shift(0, 1));
  history = perform(history, shift(0, 1), true);
  history = perform(history, shift(1, 1), true);
  expect(history.edits).toHaveLength(2);
  expect(history.now.marks.map(({ location }) => location.left)).toEqual([3, 2]);
  expect(undo(undo(history)).now).toEqual(start);
});
