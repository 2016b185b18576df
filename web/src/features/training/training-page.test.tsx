import { useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { addPets, createWorld, show } from '@/testing/render';
import { TrainingPage } from './training-page';

function Pets() {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project('Pets'), queryFn: () => projects.get('Pets') });
  return project.data ? <TrainingPage project={project.data} /> : null;
}

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
