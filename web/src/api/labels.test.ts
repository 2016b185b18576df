import { expect, test, vi } from 'vitest';
import type { Boxes, BoxLabel, Segment } from '@/model/entities';
import { insertion, type Labelling, removal } from '@/model/label-edit';
import { Problem } from '@/model/problem';
import type { DataService } from './data';
import type { DraftStore } from './drafts';
import { boxLine, segmentLine } from './label-line';
import { type ItemLabels, type LabelledItem, Labels } from './labels';
import { memoryServices } from './memory';
import { memoryDrafts } from './memory/drafts';

const box = (name: string): BoxLabel => ({ name, location: { left: 1, top: 2, width: 30, height: 40 } });

type Fault = 'none' | 'away' | 'answer lost' | 'refusing';

/** A server with one picture, and faults on demand. */
async function setUp() {
  const { services, world } = memoryServices({ language: () => 'en', pace: 0 });
  await services.projects.create('Balls', 'object-detection');
  world.addItem(world.project('Balls'), { name: '1.jpg' });
  const [item] = (await services.data.items('Balls', {}, 0, 1)).items;
  if (!item) throw new Error('no picture');
  const line = { fault: 'none' as Fault, puts: 0, answer: Promise.resolve() };
  const data: DataService = {
    ...services.data,
    boxes: async (project, id) => {
      if (line.fault === 'away') throw Problem.unreachable();
      const boxes = await services.data.boxes(project, id);
      await line.answer;
      return boxes;
    },
    putBoxes: async (project, id, boxes) => {
      line.puts += 1;
      if (line.fault === 'away') throw Problem.unreachable();
      if (line.fault === 'refusing') throw new Problem({ code: 'too-many', message: '', hint: '' }, 422);
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
    /** The same picture once it has been deleted and added again. */
    addAnew: async (): Promise<LabelledItem> => {
      const [old] = (await services.data.items('Balls', { hash: item.hash }, 0, 1)).items;
      await services.data.remove('Balls', old?.id ?? 0);
      world.addItem(world.project('Balls'), { name: '1.jpg' });
      const [again] = (await services.data.items('Balls', { hash: item.hash }, 0, 1)).items;
      return { ...picture, item: again?.id ?? 0 };
    },
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

test('segments that were changed elsewhere are a conflict as well', async () => {
  const { services, world } = memoryServices({ language: () => 'en', pace: 0 });
  await services.projects.create('Yard', 'sound-classification');
  world.addItem(world.project('Yard'), { name: 'dog.wav', seconds: 5 });
  const [item] = (await services.data.items('Yard', {}, 0, 1)).items;
  if (!item) throw new Error('no recording');
  const bark = (begin: number): Segment => ({ name: 'bark', begin, seconds: 1 });
  const labels = await new Labels(services.data, segmentLine(services.data), memoryDrafts(), 0).open({
    project: 'Yard',
    item: item.id,
    hash: item.hash,
  });
  await services.data.putSegments('Yard', item.id, { revision: 0, labelled: true, segments: [bark(3)] });
  labels.perform(insertion(labels.snapshot().history.now, [bark(1)]));
  await vi.waitFor(() => expect(labels.snapshot().state).toBe('conflict'));
  expect(labels.snapshot().theirs?.marks).toEqual([bark(3)]);
  labels.keepMine();
  await vi.waitFor(async () =>
    expect((await services.data.segments('Yard', item.id)).segments).toEqual([bark(1)]),
  );
});

test('what waits for the user is known as long as it does', async () => {
  const { visit, picture, line, changeElsewhere } = await setUp();
  const all = visit();
  const changed = vi.fn();
  all.subscribe(changed);
  const labels = await all.open(picture);
  await changeElsewhere('theirs');
  add(labels, 'mine');
  expect(all.stuck()).toEqual([]);
  await becomes(labels, 'conflict');
  expect(all.stuck()).toEqual([labels]);
  expect(changed).toHaveBeenLastCalledWith(labels);
  labels.keepMine();
  expect(all.stuck()).toEqual([]);
  await becomes(labels, 'saved');
  line.fault = 'refusing';
  add(labels, 'too many');
  await becomes(labels, 'refused');
  expect(all.stuck()).toEqual([labels]);
  line.fault = 'none';
  labels.retry();
  await becomes(labels, 'saved');
  expect(all.stuck()).toEqual([]);
});

test('a picture that is deleted and added again starts anew', async () => {
  const { visit, picture, addAnew, line } = await setUp();
  const all = visit();
  const first = await all.open(picture);
  add(first, 'ball');
  await becomes(first, 'saved');
  const second = await all.open(await addAnew());
  expect(marks(second.snapshot().history.now)).toEqual([]);
  expect(second.of.item).not.toBe(picture.item);

  line.fault = 'away';
  add(second, 'tent');
  await becomes(second, 'offline');
  const third = await addAnew();
  line.fault = 'none';
  const labels = await visit().open(third);
  expect(marks(labels.snapshot().history.now)).toEqual([]);
  expect(state(labels)).toBe('saved');
});

test('a look at the server that comes late takes nothing back', async () => {
  const { visit, picture, line } = await setUp();
  const labels = await visit().open(picture);
  let arrive = () => {};
  line.answer = new Promise((resolve) => {
    arrive = resolve;
  });
  const refreshed = labels.refresh();
  add(labels, 'ball');
  await becomes(labels, 'saved');
  arrive();
  await refreshed;
  expect(marks(labels.snapshot().history.now)).toEqual(['ball']);
});

test('a picture that two ask for and nobody gets is reported to both, and to nobody else', async () => {
  const { visit, picture, line } = await setUp();
  const unheard = vi.fn();
  process.on('unhandledRejection', unheard);
  line.fault = 'away';
  const all = visit();
  const both = [all.open(picture), all.open(picture)];
  for (const opening of both) await expect(opening).rejects.toMatchObject({ code: 'unreachable' });
  await new Promise((resolve) => setTimeout(resolve));
  process.off('unhandledRejection', unheard);
  expect(unheard).not.toHaveBeenCalled();
});
