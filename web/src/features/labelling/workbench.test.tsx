import { useQuery } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { BoxEditor } from '@/canvas/box-editor';
import { addScenery, createWorld, show } from '@/testing/render';
import { LabellingPage } from './labelling-page';

// jsdom lays nothing out, and knows no captured pointer.
for (const side of ['clientWidth', 'clientHeight'])
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 800 });
HTMLElement.prototype.setPointerCapture = () => undefined;

function Page() {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Scenery'),
    queryFn: () => projects.get('Scenery'),
  });
  return project.data ? <LabellingPage project={project.data} queue="all" item={0} /> : null;
}

async function open(labelled: number) {
  const { services, world } = createWorld();
  await addScenery(services, world, 3, labelled);
  const user = show(<Page />, services);
  const canvas = await screen.findByRole('application');
  await waitFor(() => expect(document.activeElement).toBe(canvas));
  const first = world.project('Scenery').items[0]?.id ?? 0;
  /** What the server has of the first picture. */
  const stored = async () => (await services.data.boxes('Scenery', first)).boxes;
  return { user, canvas, stored };
}

const rows = () => within(screen.getByRole('list', { name: 'Boxes' })).queryAllByRole('listitem');

test('boxes that are drawn before there is a class are named together', async () => {
  const { user, stored, canvas } = await open(0);
  await user.keyboard('n');
  const field = await screen.findByLabelText('What is in the box?');
  act(() => canvas.focus());
  await user.keyboard('n');
  expect(document.activeElement).toBe(field);
  await user.keyboard('kite{Enter}');
  await waitFor(async () => expect((await stored()).map(({ name }) => name)).toEqual(['kite', 'kite']));
  expect(rows()).toHaveLength(2);
});

test('Escape gives up what waits for its name', async () => {
  const { user, canvas } = await open(0);
  await user.keyboard('n');
  await screen.findByLabelText('What is in the box?');
  await user.keyboard('ki{Escape}');
  expect(document.activeElement).toBe(canvas);
  expect(screen.queryByLabelText('What is in the box?')).toBeNull();
  await user.keyboard('ckite{Enter}');
  expect(screen.getByRole('button', { name: /^kite/, pressed: true })).toBeDefined();
  expect(rows()).toHaveLength(0);
});

test('of boxes that are dragged, those that an undo takes away are left out', async () => {
  const { user, stored, canvas } = await open(0);
  await user.keyboard('nkite{Enter}n');
  const [before] = await waitFor(async () => {
    const boxes = await stored();
    expect(boxes).toHaveLength(2);
    return boxes;
  });
  await user.keyboard('{Control>}a{/Control}');
  const point = (name: string, clientX: number) =>
    fireEvent(canvas, new MouseEvent(name, { clientX, clientY: 400 }));
  point('pointerdown', 400);
  await user.keyboard('{Control>}z{/Control}');
  point('pointermove', 440);
  point('pointerup', 440);
  await waitFor(async () => {
    const boxes = await stored();
    expect(boxes).toHaveLength(1);
    expect(boxes[0]?.location.left).toBeGreaterThan(before?.location.left ?? Infinity);
  });
});

test('boxes that have not changed are not painted anew', async () => {
  const { user } = await open(3);
  await waitFor(() => expect(rows().length).toBeGreaterThan(0));
  const setBoxes = vi.spyOn(BoxEditor.prototype, 'setBoxes');
  const zoom = () => document.querySelector('.zoom-value')?.textContent;
  const before = zoom();
  await user.keyboard('+');
  await waitFor(() => expect(zoom()).not.toBe(before));
  expect(setBoxes).not.toHaveBeenCalled();
  setBoxes.mockRestore();
});
