import { useQuery } from '@tanstack/react-query';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { addWorkshop, createWorld, showOfSounds } from '@/testing/render';
import { LabellingPage } from './labelling-page';

// jsdom lays nothing out; the editor wants room.
for (const side of ['clientWidth', 'clientHeight'])
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 800 });
HTMLElement.prototype.setPointerCapture = () => undefined;

function Page({ item }: { readonly item: number }) {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Workshop'),
    queryFn: () => projects.get('Workshop'),
  });
  return project.data ? <LabellingPage project={project.data} queue="all" item={item} /> : null;
}

async function open(index: number) {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 2);
  world.project('Workshop').models = [];
  const { items } = world.project('Workshop');
  const item = items.at(index);
  if (!item) throw new Error('no recording');
  const user = showOfSounds(<Page item={item.id} />, services);
  const canvas = await screen.findByRole('application');
  await waitFor(() => expect(document.activeElement).toBe(canvas));
  /** What the server has of the recording. */
  const stored = async (id = item.id) => services.data.segments('Workshop', id);
  return { user, services, items, item, stored };
}

const rows = () => within(screen.getByRole('list', { name: 'Segments' })).queryAllByRole('listitem');

test('a recording is labelled by keyboard alone: begin, end, class, place, size, next', async () => {
  const { user, stored, items } = await open(0);
  // Twice at the same place: a tenth of what is in sight.
  await user.keyboard('ss');
  await waitFor(() => expect(rows()).toHaveLength(1));
  await user.keyboard('2');
  const seconds = Number(((items[0]?.sound?.seconds ?? 0) / 10).toFixed(3));
  await waitFor(async () =>
    expect(await stored()).toMatchObject({
      labelled: true,
      segments: [{ name: 'hum', begin: 0, seconds: expect.closeTo(seconds, 3) }],
    }),
  );
  await user.keyboard('{ArrowRight}{Shift>}{ArrowRight}{/Shift}{Alt>}{ArrowLeft}{/Alt}');
  await waitFor(async () =>
    expect((await stored()).segments).toMatchObject([
      { begin: 0.11, seconds: expect.closeTo(seconds - 0.01, 3) },
    ]),
  );
  // Behind the last segment comes the next recording.
  await user.keyboard('n');
  expect(await screen.findByRole('heading', { level: 1, name: items[1]?.name ?? '' })).toBeDefined();
  await user.keyboard('e');
  await waitFor(async () =>
    expect(await stored(items[1]?.id)).toMatchObject({ labelled: true, segments: [] }),
  );
});

test('segments are gone through in the order of time, deleted, undone and redone', async () => {
  const { user, stored } = await open(-2);
  const before = await stored();
  await waitFor(() => expect(rows()).toHaveLength(before.segments.length));
  await user.keyboard('nn');
  await user.keyboard('{Delete}');
  await waitFor(async () =>
    expect((await stored()).segments).toEqual([before.segments[0], ...before.segments.slice(2)]),
  );
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(async () => expect((await stored()).segments).toEqual(before.segments));
  await user.keyboard('{Control>}y{/Control}');
  await waitFor(async () => expect((await stored()).segments).toHaveLength(before.segments.length - 1));
});

test('Tab goes through the segments and then out of the editor', async () => {
  const { user, item } = await open(0);
  const canvas = screen.getByRole('application');
  await user.keyboard('ss{Escape}{Tab}');
  expect(document.activeElement).toBe(canvas);
  expect(within(rows()[0] ?? canvas).getByRole('button', { pressed: true })).toBeDefined();
  await user.keyboard('{Tab}');
  expect(document.activeElement).not.toBe(canvas);
  await user.keyboard('{Shift>}{Tab}{/Shift}');
  expect(document.activeElement).toBe(canvas);
  await user.keyboard('{Shift>}{Tab}{/Shift}');
  expect(document.activeElement).not.toBe(canvas);
  expect(screen.getByRole('heading', { level: 1, name: item.name })).toBeDefined();
});

test('a recording that cannot be played says so, and is tried again', async () => {
  const { user } = await open(0);
  const audio = document.querySelector('audio');
  if (!audio) throw new Error('nothing plays');
  const load = vi.fn();
  Object.defineProperties(audio, { error: { value: { code: 4 } }, load: { value: load } });
  fireEvent.error(audio);
  expect(screen.getByRole('alert').textContent).toContain('cannot be loaded');
  await user.click(screen.getByRole('button', { name: 'Play' }));
  expect(load).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a segment without a class waits for its name', async () => {
  const { services, world } = createWorld();
  await services.projects.create('Workshop', 'sound-classification');
  world.addItem(world.project('Workshop'), { name: 'door.wav', seconds: 5 });
  const user = showOfSounds(<Page item={0} />, services);
  const canvas = await screen.findByRole('application');
  await waitFor(() => expect(document.activeElement).toBe(canvas));
  await user.keyboard('ss');
  const field = await screen.findByLabelText('What is to be heard?');
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard('slam{Enter}');
  const id = world.project('Workshop').items[0]?.id ?? 0;
  await waitFor(async () =>
    expect((await services.data.segments('Workshop', id)).segments).toEqual([
      { name: 'slam', begin: 0, seconds: 0.5 },
    ]),
  );
});

/** The last recording, with what the newest model hears in it. */
async function openHeard() {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 2);
  const item = world.project('Workshop').items.at(-1);
  const user = showOfSounds(<Page item={item?.id ?? 0} />, services);
  const suggestions = within(await screen.findByRole('region', { name: 'Suggestions' }));
  const { passages = [] } = await services.data.suggestions('Workshop', item?.id ?? 0);
  return { services, item, user, suggestions, passages };
}

test('what the newest model hears is accepted at once', async () => {
  const { services, item, user, suggestions, passages } = await openHeard();
  await user.click(suggestions.getByRole('button', { name: 'Accept all' }));
  await waitFor(() => expect(rows()).toHaveLength(passages.length));
  await waitFor(async () =>
    expect((await services.data.segments('Workshop', item?.id ?? 0)).segments).toHaveLength(passages.length),
  );
});

test('a suggestion is not moved together with segments', async () => {
  const { services, item, user, suggestions, passages } = await openHeard();
  const [first, second] = passages;
  if (!first || !second) throw new Error('the made-up model hears too little');
  await user.click(suggestions.getAllByRole('button', { name: /^Accept suggestion/ })[0] ?? document.body);
  await waitFor(() => expect(rows()).toHaveLength(1));
  const canvas = screen.getByRole('application');
  const scale = 800 / (item?.sound?.seconds ?? 1);
  const middle = ({ begin, seconds }: typeof first) => (begin + seconds / 2) * scale;
  const point = (name: string, clientX: number, shiftKey = false) =>
    fireEvent(canvas, new MouseEvent(name, { clientX, clientY: 200, shiftKey }));
  point('pointerdown', middle(first));
  point('pointerup', middle(first));
  point('pointerdown', middle(second), true);
  point('pointermove', middle(second) + 8);
  point('pointerup', middle(second) + 8);
  await waitFor(async () => {
    const { segments } = await services.data.segments('Workshop', item?.id ?? 0);
    expect(segments.map(({ begin }) => begin).toSorted((a, b) => a - b)).toEqual(
      [first.begin, second.begin + 8 / scale]
        .toSorted((a, b) => a - b)
        .map((begin) => expect.closeTo(begin, 2)),
    );
  });
});

test('the question mark lists the keys', async () => {
  const { user } = await open(0);
  await user.keyboard('?');
  const help = within(await screen.findByRole('dialog', { name: 'Keys and mouse' }));
  expect(help.getByText('Play and pause')).toBeDefined();
});
