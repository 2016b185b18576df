import { useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { addPets, addScenery, createWorld, show } from '@/testing/render';
import { TrainingPage } from './training-page';

function Page({ name }: { readonly name: string }) {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project(name), queryFn: () => projects.get(name) });
  return project.data ? <TrainingPage project={project.data} /> : null;
}

const Pets = () => <Page name="Pets" />;

test('without two classes it leads back to the data', async () => {
  const { services } = createWorld();
  await services.projects.create('Pets', 'image-classification');
  show(<Pets />, services);
  expect((await screen.findByRole('link', { name: 'Add pictures' })).getAttribute('href')).toBe(
    '#/projects/Pets/data',
  );
});

test('the form sends what was changed, and the end shows accuracy, curve and history', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const train = vi.spyOn(services.models, 'train');
  const user = show(<Pets />, services);
  await user.type(await screen.findByLabelText('Time limit'), '10m');
  await user.click(screen.getByRole('button', { name: 'Train' }));
  expect(await screen.findByText('Your model is ready')).toBeDefined();
  expect(train).toHaveBeenCalledWith('Pets', { 'time-limit': '10m' });
  expect(screen.getByRole('img', { name: 'Accuracy: recipes tried' }).textContent).toContain('Lite0 + Lite2');
  expect(screen.getByRole('link', { name: 'Look at the result' }).getAttribute('href')).toBe(
    '#/projects/Pets/verify',
  );
  expect(await screen.findByRole('link', { name: 'Result of model 1' })).toBeDefined();
});

test('full mode shows what the network will see, and how it learns', { timeout: 20_000 }, async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const look = vi.spyOn(services.models, 'augmentation');
  const train = vi.spyOn(services.models, 'train');
  const user = show(<Pets />, services);
  await user.click(await screen.findByRole('radio', { name: /^Full/ }));
  expect(await screen.findByRole('img', { name: /Strength: Automatic/ })).toBeDefined();
  expect(look.mock.lastCall?.slice(0, 4)).toEqual(['Pets', {}, undefined, 0]);
  await user.click(screen.getByRole('button', { name: 'Show others' }));
  await vi.waitFor(() => expect(look.mock.lastCall?.[3]).toBe(1));
  await user.type(screen.getByLabelText('Rotation in degrees'), '45');
  await vi.waitFor(() => expect(look.mock.lastCall?.[1]).toEqual({ 'augment-rotation': '45' }));
  await user.type(screen.getByLabelText('Rotation in degrees'), '0');
  expect((await screen.findByRole('alert')).textContent).toContain('out of bounds');
  await user.clear(screen.getByLabelText('Rotation in degrees'));
  await user.type(screen.getByLabelText('Rounds through all pictures'), '12');
  await user.click(screen.getByRole('button', { name: 'Train' }));
  expect(await screen.findByText('Your model is ready', {}, { timeout: 10_000 })).toBeDefined();
  expect(train).toHaveBeenCalledWith('Pets', { mode: 'full', epochs: 12 });
  const accuracy = screen.getByRole('img', { name: 'Accuracy' });
  expect(accuracy.textContent).toContain('rounds');
  expect(accuracy.parentElement?.textContent).toContain('Pictures it does not learn from');
  for (const name of ['Loss', 'Learning rate', 'Pictures a second'])
    expect(screen.getByRole('img', { name, hidden: true })).toBeDefined();
});

test('a running training tells what it will take and what became of it', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  world.startJob('Pets', 'train', async (tools) => {
    tools.point({ kind: 'forecast', seconds: 180, bytes: 6e8, epochs: 30 });
    tools.point({ kind: 'memory', shard: 4, batch: 32 });
    while (!tools.cancelled())
      await tools.report({ stage: 'train', text: 'Training', done: 1, total: 4, eta_seconds: 30 });
    return undefined;
  });
  const user = show(<Pets />, services);
  expect(await screen.findByText(/about 3 min and 600 MB of memory/)).toBeDefined();
  expect(screen.getByText(/4 pictures at a time/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Stop training' }));
  expect(await screen.findByText('Training was stopped.')).toBeDefined();
});

test('a running training can be stopped', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const job = world.startJob('Pets', 'train', async (tools) => {
    while (!tools.cancelled())
      await tools.report({ stage: 'features', text: 'Looking', done: 1, total: 4, eta_seconds: 30 });
    return undefined;
  });
  const user = show(<Pets />, services);
  expect((await screen.findByRole('progressbar', { name: 'Looking' })).getAttribute('aria-valuenow')).toBe(
    '25',
  );
  await user.click(screen.getByRole('button', { name: 'Stop training' }));
  expect(await screen.findByText('Training was stopped.')).toBeDefined();
  expect((await services.jobs.list()).find(({ id }) => id === job.id)?.state).toBe('cancelled');
});

test('a failed training tells why, in the reader’s language', async () => {
  const { services, world } = createWorld('zh');
  await addPets(services, world);
  world.startJob('Pets', 'train', async () =>
    world.refuse('no-memory', ['No memory.', ''], ['内存不足。', '请关闭其他程序。']),
  );
  show(<Pets />, services, 'zh');
  expect((await screen.findByRole('alert')).textContent).toContain('内存不足。请关闭其他程序。');
});

test('a detector is trained by its own options, and tells its mAP50', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 20, 20);
  world.project('Scenery').models = [];
  const user = show(<Page name="Scenery" />, services);
  expect(await screen.findByText('Learns from 20 pictures of 3 classes.')).toBeDefined();
  expect(await screen.findByRole('radio', { name: /what finds the boxes learns/ })).toBeDefined();
  expect(screen.queryByText('Change pictures at random')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Train' }));
  expect(await screen.findByText('Your model is ready')).toBeDefined();
  const [model] = await services.models.list('Scenery');
  const percent = `${((model?.metrics['map50'] ?? 0) * 100).toFixed(1)} %`;
  expect(
    screen.getByText(`It reached an mAP50 of ${percent} on pictures it had not learnt from.`),
  ).toBeDefined();
  expect(await screen.findByRole('columnheader', { name: 'mAP50' })).toBeDefined();
});

test('without a box it leads back to the data', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 3, 0);
  show(<Page name="Scenery" />, services);
  expect(await screen.findByText('Training needs pictures with boxes.')).toBeDefined();
});

test('while a detector learns its loss stands for how it does', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 20, 20);
  world.startJob('Scenery', 'train', async (tools) => {
    for (let step = 1; step <= 5; ++step) tools.point({ kind: 'step', step, accuracy: 0, loss: 3 / step });
    while (!tools.cancelled())
      await tools.report({ stage: 'train', text: 'Training', done: 1, total: 4, eta_seconds: 30 });
    return undefined;
  });
  const user = show(<Page name="Scenery" />, services);
  expect(await screen.findByRole('img', { name: 'Loss' })).toBeDefined();
  expect(screen.queryByRole('img', { name: 'Accuracy' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Stop training' }));
});
