import { expect, test, vi } from 'vitest';
import type { Boxes, BoxLabel } from '@/model/entities';
import { insertion, type Labelling, removal } from '@/model/label-edit';
import { Problem } from '@/model/problem';
import type { DataService } from './data';
import type { DraftStore } from './drafts';
import { boxLine } from './label-line';
import { type ItemLabels, Labels } from './labels';
import { memoryServices } from './memory';
import { memoryDrafts } from './memory/drafts';

const box = (name: string): BoxLabel => ({ name, location: { left: 1, top: 2, width: 30, height: 40 } });

type Fault = 'none' | 'away' | 'answer lost';

/** A server with one picture, and faults on demand. */
async function setUp() {
  const { services, world } = memoryServices({ language: () => 'en', pace: 0 });
  await services.projects.create('Balls', 'object-detection');
  world.addItem(world.project('Balls'), { name: '1.jpg' });
  const [item] = (await services.data.items('Balls', {}, 0, 1)).items;
  if (!item) throw new Error('no picture');
  const line = { fault: 'none' as Fault, puts: 0 };
  const data: DataService = {
    ...services.data,
    boxes: async (project, id) => {
      if (line.fault === 'away') throw Problem.unreachable();
      return services.data.boxes(project, id);
    },
    putBoxes: async (project, id, boxes) => {
      line.puts += 1;
      if (line.fault === 'away') throw Problem.unreachable();
      const reply = await services.data.putBoxes(project, id, boxes);
      if (line.fault === 'answer lost') throw Problem.unreachable();
      return reply;
    },
  };
  const drafts = memoryDrafts();
  const picture = { project: 'Balls', item: item.id, hash: item.hash };
  return {
    line,
    drafts,
    picture,
    /** The page as it is after a reload. */
    visit: (store: DraftStore = drafts) => new Labels(data, boxLine(data), store, 0),
    stored: (): Promise<Boxes> => services.data.boxes('Balls', item.id),
    changeElsewhere: async (name: string) => {
      const { revision } = await services.data.boxes('Balls', item.id);
      await services.data.putBoxes('Balls', item.id, { revision, labelled: true, boxes: [box(name)] });
    },
  };
}

const add = (labels: ItemLabels<BoxLabel>, name: string) =>
  labels.perform(insertion(labels.snapshot().history.now, [box(name)]));
const names = ({ boxes }: Pick<Boxes, 'boxes'>) => boxes.map(({ name }) => name);
const marks = (labelling: Labelling<BoxLabel> | null) => labelling?.marks.map(({ name }) => name);
const state = (labels: ItemLabels<BoxLabel>) => labels.snapshot().state;
const becomes = (labels: ItemLabels<BoxLabel>, wanted: string) =>
  vi.waitFor(() => expect(state(labels)).toBe(wanted), { timeout: 5000 });

test('an edit is stored in the browser before it goes to the server, and arrives there', async () => {
  const { visit, picture, stored, drafts, line } = await setUp();
  const order: string[] = [];
  const watched: DraftStore = {
    ...drafts,
    save: async (draft) => {
      order.push(draft.pending ? `kept with ${line.puts} sent` : 'done');
      await drafts.save(draft);
    },
  };
  const labels = await visit(watched).open(picture);
  add(labels, 'ball');
  expect(state(labels)).toBe('saving');
  await becomes(labels, 'saved');
  expect(order[0]).toBe('kept with 0 sent');
  expect(order.at(-1)).toBe('done');
  expect(names(await stored())).toEqual(['ball']);
});

test('while the server is away work goes on, survives a reload, and is sent once it is back', async () => {
  const { visit, picture, stored, line } = await setUp();
  const labels = await visit().open(picture);
  line.fault = 'away';
  add(labels, 'ball');
  await becomes(labels, 'offline');
  add(labels, 'tent');
  expect(marks(labels.snapshot().history.now)).toEqual(['ball', 'tent']);

  const next = await visit().open(picture);
  expect(marks(next.snapshot().history.now)).toEqual(['ball', 'tent']);
  await becomes(next, 'offline');
  line.fault = 'none';
  next.retry();
  await becomes(next, 'saved');
  expect(names(await stored())).toEqual(['ball', 'tent']);
  next.undo();
  next.undo();
  await becomes(next, 'saved');
  expect(await stored()).toMatchObject({ labelled: false, boxes: [] });
});

test('what an earlier visit left is sent without its picture being opened', async () => {
  const { visit, picture, stored, line } = await setUp();
  const labels = await visit().open(picture);
  line.fault = 'away';
  add(labels, 'ball');
  await becomes(labels, 'offline');
  line.fault = 'none';
  await visit().resume('Balls');
  await vi.waitFor(async () => expect(names(await stored())).toEqual(['ball']));
});

test('a lost answer and further edits are no conflict', async () => {
  const { visit, picture, stored, line } = await setUp();
  const labels = await visit().open(picture);
  line.fault = 'answer lost';
  add(labels, 'ball');
  await becomes(labels, 'offline');
  add(labels, 'tent');
  line.fault = 'none';
  labels.retry();
  await becomes(labels, 'saved');
  expect(names(await stored())).toEqual(['ball', 'tent']);
});

test.each(['mine', 'theirs'] as const)('in a conflict the user chooses: %s', async (choice) => {
  const { visit, picture, stored, line, changeElsewhere } = await setUp();
  const first = await visit().open(picture);
  line.fault = 'away';
  add(first, 'mine');
  await becomes(first, 'offline');
  await changeElsewhere('theirs');
  line.fault = 'none';
  first.retry();
  await becomes(first, 'conflict');
  add(first, 'mine too');
  expect(names(await stored())).toEqual(['theirs']);

  // A reload does not choose either.
  const labels = await visit().open(picture);
  await becomes(labels, 'conflict');
  expect(marks(labels.snapshot().theirs)).toEqual(['theirs']);
  if (choice === 'mine') labels.keepMine();
  else labels.takeTheirs();
  await becomes(labels, 'saved');
  const expected = choice === 'mine' ? ['mine', 'mine too'] : ['theirs'];
  expect(names(await stored())).toEqual(expected);
  expect(marks(labels.snapshot().history.now)).toEqual(expected);
});

test('undo goes on after a reload, unless the boxes were changed elsewhere', async () => {
  const { visit, picture, changeElsewhere } = await setUp();
  const first = await visit().open(picture);
  for (const name of ['a', 'b', 'c']) add(first, name);
  first.perform(removal(first.snapshot().history.now, [1]));
  await becomes(first, 'saved');
  const second = await visit().open(picture);
  second.undo();
  second.undo();
  expect(marks(second.snapshot().history.now)).toEqual(['a', 'b']);
  second.redo();
  await becomes(second, 'saved');
  await changeElsewhere('other');
  const third = await visit().open(picture);
  expect(marks(third.snapshot().history.now)).toEqual(['other']);
  expect(third.snapshot().history.done).toBe(0);
});
