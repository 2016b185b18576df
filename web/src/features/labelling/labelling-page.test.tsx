import { useQuery } from '@tanstack/react-query';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { Problem } from '@/model/problem';
import type { Queue } from '@/model/route';
import { addScenery, createWorld, show } from '@/testing/render';
import { LabellingPage } from './labelling-page';

// jsdom lays nothing out; the editor wants room.
for (const side of ['clientWidth', 'clientHeight'])
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 800 });

function Page({ queue = null, item = 0 }: { readonly queue?: Queue | null; readonly item?: number }) {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Scenery'),
    queryFn: () => projects.get('Scenery'),
  });
  return project.data ? <LabellingPage project={project.data} queue={queue} item={item} /> : null;
}

async function open(pictures: number, labelled: number, queue: Queue | null = null, lost = -1) {
  const { services, world } = createWorld();
  await addScenery(services, world, pictures, labelled);
  /** The picture at this place in the queue that the server does not give away; none: -1. */
  const line = { lost };
  const read = services.data.boxes;
  services.data.boxes = async (project, id) => {
    if (id === world.project('Scenery').items[line.lost]?.id) throw Problem.unreachable();
    return read(project, id);
  };
  const user = show(<Page queue={queue} />, services);
  const canvas = await screen.findByRole('application');
  await waitFor(() => expect(document.activeElement).toBe(canvas));
  const { items } = world.project('Scenery');
  /** What the server has of the picture. */
  const stored = async (index: number) => services.data.boxes('Scenery', items[index]?.id ?? 0);
  return { user, services, world, stored, canvas, line };
}

const list = () => within(screen.getByRole('list', { name: 'Boxes' }));
const rows = () => list().queryAllByRole('listitem');

test('a picture is labelled by keyboard alone: name, place, size, next', async () => {
  const { user, stored, canvas } = await open(3, 0);
  await user.keyboard('n');
  const field = await screen.findByLabelText('What is in the box?');
  expect(document.activeElement).toBe(field);
  await user.keyboard('kite{Enter}');
  expect(document.activeElement).toBe(canvas);
  expect(rows()).toHaveLength(1);
  const before = (await waitFor(async () => {
    const { boxes } = await stored(0);
    expect(boxes).toHaveLength(1);
    return boxes[0];
  })) ?? { location: { left: 0, top: 0, width: 0, height: 0 } };

  await user.keyboard('{ArrowRight}{Shift>}{ArrowDown}{/Shift}{Alt>}{ArrowRight}{ArrowUp}{/Alt}');
  const { left, top, width, height } = before.location;
  await waitFor(async () =>
    expect((await stored(0)).boxes[0]).toMatchObject({
      name: 'kite',
      location: { left: left + 1, top: top + 10, width: width + 1, height: height - 1 },
    }),
  );
  await user.keyboard('d');
  expect(await screen.findByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  await user.keyboard('e');
  await waitFor(async () => expect(await stored(1)).toMatchObject({ labelled: true, boxes: [] }));
  await user.keyboard('a');
  await waitFor(() => expect(rows()).toHaveLength(1));
});

test('class keys relabel what is selected, and the panel shows what is active', async () => {
  const { user, stored } = await open(6, 6, 'all');
  await waitFor(() => expect(rows().length).toBeGreaterThan(0));
  await user.keyboard('{Tab}3');
  await waitFor(async () => expect((await stored(0)).boxes[0]?.name).toBe('tent'));
  const classes = within(screen.getByRole('region', { name: 'Classes' }));
  expect(classes.getByRole('button', { name: /tent/, pressed: true })).toBeDefined();
});

test('deleting is undone and redone', async () => {
  const { user, stored } = await open(6, 6, 'all');
  const before = await stored(0);
  await waitFor(() => expect(rows()).toHaveLength(before.boxes.length));
  await user.keyboard('{Tab}{Delete}');
  await waitFor(() => expect(rows()).toHaveLength(before.boxes.length - 1));
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect((await stored(0)).boxes).toEqual(before.boxes));
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  await waitFor(async () => expect((await stored(0)).boxes).toHaveLength(before.boxes.length - 1));
});

test('with a model the pictures most worth it come first, with suggestions to accept or reject', async () => {
  const { user, services, world } = await open(40, 20);
  const [first] = (await services.data.items('Scenery', { order: 'worth' }, 0, 1)).items;
  expect(await screen.findByRole('heading', { level: 1, name: first?.name ?? '' })).toBeDefined();
  expect(screen.getByText('20 of 40 labelled')).toBeDefined();
  const { items } = await services.data.items('Scenery', { order: 'worth' }, 0, 40);
  const found = await Promise.all(
    items.map(async (item) => ({
      item,
      boxes: (await services.data.suggestions('Scenery', item.id)).results,
    })),
  );
  const several = found.find(({ boxes }) => boxes.length >= 2);
  if (!several) throw new Error('the made-up model finds too little');
  await user.click(screen.getByRole('button', { name: new RegExp(`^${several.item.name},`) }));
  const suggestions = within(await screen.findByRole('region', { name: 'Suggestions' }));
  await user.click(suggestions.getAllByRole('button', { name: /^Reject suggestion/ })[0] ?? document.body);
  await user.click(suggestions.getByRole('button', { name: 'Accept all' }));
  await waitFor(() => expect(rows()).toHaveLength(several.boxes.length - 1));
  expect(screen.queryByRole('region', { name: 'Suggestions' })).toBeNull();
  await waitFor(() =>
    expect(world.project('Scenery').boxes.get(several.item.id)?.boxes).toHaveLength(several.boxes.length - 1),
  );
  // Undone, they are suggestions again, but for the one that was rejected.
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  const again = within(await screen.findByRole('region', { name: 'Suggestions' }));
  const left = () => again.queryAllByRole('button', { name: /^Accept suggestion/ });
  expect(left()).toHaveLength(several.boxes.length - 1);
  // And stay so, whatever is done next.
  await user.keyboard('n');
  await waitFor(() => expect(rows()).toHaveLength(1));
  expect(left()).toHaveLength(several.boxes.length - 1);
  // Nothing to find: they go with what else there is, and come back with it.
  await user.keyboard('e');
  await waitFor(() => expect(rows()).toHaveLength(0));
  expect(screen.queryByRole('region', { name: 'Suggestions' })).toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(rows()).toHaveLength(1));
  const back = within(await screen.findByRole('region', { name: 'Suggestions' }));
  expect(back.getAllByRole('button', { name: /^Accept suggestion/ })).toHaveLength(several.boxes.length - 1);
});

test('boxes are copied to the next picture', async () => {
  const { user, stored } = await open(4, 4, 'all');
  const [first, second] = [await stored(0), await stored(1)];
  await waitFor(() => expect(rows()).toHaveLength(first.boxes.length));
  await user.keyboard('b');
  expect(await screen.findByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  await waitFor(async () => expect((await stored(1)).boxes).toEqual([...second.boxes, ...first.boxes]));
});

test('boxes that were changed elsewhere are not overwritten unasked', async () => {
  const { user, services, world, stored } = await open(3, 0);
  const id = world.project('Scenery').items[0]?.id ?? 0;
  const theirs = [{ name: 'cloud', location: { left: 1, top: 1, width: 9, height: 9 } }];
  await services.data.putBoxes('Scenery', id, { revision: 0, labelled: true, boxes: theirs });
  await user.keyboard('nkite{Enter}');
  expect(await screen.findByText('This picture was labelled elsewhere meanwhile')).toBeDefined();
  expect((await stored(0)).boxes).toEqual(theirs);
  await user.click(screen.getByRole('button', { name: 'Keep mine' }));
  await waitFor(async () => expect((await stored(0)).boxes.map(({ name }) => name)).toEqual(['kite']));
  expect(screen.queryByText('This picture was labelled elsewhere meanwhile')).toBeNull();
});

test('a conflict of another picture is told, and leads back to it', async () => {
  const { user, services, world, stored } = await open(3, 0);
  const id = world.project('Scenery').items[0]?.id ?? 0;
  const theirs = [{ name: 'cloud', location: { left: 1, top: 1, width: 9, height: 9 } }];
  await services.data.putBoxes('Scenery', id, { revision: 0, labelled: true, boxes: theirs });
  const put = services.data.putBoxes;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  services.data.putBoxes = async (...given) => {
    await answered;
    return put(...given);
  };
  await user.keyboard('nkite{Enter}d');
  expect(await screen.findByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  expect(screen.queryByText(/not saved/)).toBeNull();
  answer();
  expect(await screen.findByText('1 other picture is not saved')).toBeDefined();
  expect(screen.getByRole('button', { name: 'scene-1.jpg, 1 box, not saved' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Open it' }));
  await user.click(await screen.findByRole('button', { name: 'Keep mine' }));
  await waitFor(async () => expect((await stored(0)).boxes.map(({ name }) => name)).toEqual(['kite']));
  expect(screen.queryByText('1 other picture is not saved')).toBeNull();
  expect(screen.getByRole('button', { name: 'scene-1.jpg, 1 box' })).toBeDefined();
});

test('what an earlier visit left in conflict is opened though the queue lacks it', async () => {
  const { user, services, world } = await open(3, 0);
  const { items } = world.project('Scenery');
  const [first] = items;
  if (!first) throw new Error('no picture');
  await services.data.putBoxes('Scenery', first.id, { revision: 0, labelled: true, boxes: [] });
  await user.keyboard('nkite{Enter}');
  await screen.findByText('This picture was labelled elsewhere meanwhile');
  cleanup();
  const again = show(<Page queue="unlabelled" />, services);
  expect(await screen.findByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  await again.click(await screen.findByRole('button', { name: 'Open it' }));
  expect(await screen.findByText('This picture was labelled elsewhere meanwhile')).toBeDefined();
  expect(screen.getByRole('heading', { level: 1, name: 'scene-1.jpg' })).toBeDefined();
});

test('a picture that does not come is not mistaken for the one before', async () => {
  const { user, stored, line } = await open(3, 0, 'all', 1);
  await user.keyboard('nkite{Enter}');
  await user.keyboard('d');
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByText('unreachable')).toBeDefined();
  expect(screen.getByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  expect(screen.queryByRole('application')).toBeNull();
  await user.keyboard('ne');
  await user.click(alert.getByRole('button', { name: 'Try again' }));
  expect(screen.getByRole('alert')).toBeDefined();
  // Back at the first one all is well.
  await user.keyboard('a');
  await screen.findByRole('application');
  expect(screen.queryByRole('alert')).toBeNull();
  expect((await stored(0)).boxes.map(({ name }) => name)).toEqual(['kite']);
  await user.keyboard('d');
  await screen.findByRole('alert');
  line.lost = -1;
  expect(await screen.findByRole('application', {}, { timeout: 4000 })).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('boxes that do not get to the next picture are not forgotten', async () => {
  const { user, stored, line } = await open(4, 4, 'all', 1);
  const first = await stored(0);
  await waitFor(() => expect(rows()).toHaveLength(first.boxes.length));
  await user.keyboard('b');
  const alert = within(await screen.findByRole('alert'));
  expect(screen.getByRole('heading', { level: 1, name: 'scene-1.jpg' })).toBeDefined();
  line.lost = -1;
  const second = await stored(1);
  await user.click(alert.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'scene-2.jpg' })).toBeDefined();
  await waitFor(async () => expect((await stored(1)).boxes).toEqual([...second.boxes, ...first.boxes]));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('the question mark lists the keys, and keys for text stay with the text', async () => {
  const { user } = await open(3, 0);
  await user.keyboard('?');
  const help = within(await screen.findByRole('dialog', { name: 'Keys and mouse' }));
  expect(help.getByText('New box in the middle')).toBeDefined();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.keyboard('cdad');
  expect(screen.getByRole('heading', { level: 1, name: 'scene-1.jpg' })).toBeDefined();
  expect(screen.getByDisplayValue('dad')).toBeDefined();
});

test('when all is labelled it leads on', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 3, 3);
  const user = show(<Page queue="unlabelled" />, services);
  expect(await screen.findByText('Nothing left to label here')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Show all pictures' }));
  expect(await screen.findByRole('application')).toBeDefined();
});
