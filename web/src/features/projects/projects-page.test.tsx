import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { addPets, addScenery, createWorld, show, trainPets } from '@/testing/render';
import { ProjectsPage } from './projects-page';

test('the first project is made from the empty page', async () => {
  const { services } = createWorld();
  const user = show(<ProjectsPage />, services);
  expect(await screen.findByText('Make your first model')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'New project' }));
  await user.click(await screen.findByRole('button', { name: 'Create project' }));
  expect(screen.getByText('A project needs a name.')).toBeDefined();
  await user.type(screen.getByLabelText('Name'), ' Birds & bees ');
  await user.click(screen.getByRole('button', { name: 'Create project' }));
  expect(await screen.findByRole('heading', { name: 'Birds & bees' })).toBeDefined();
  expect(window.location.hash).toBe('#/projects/Birds%20%26%20bees/data');
});

test('a name that is taken is refused with the server’s words', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const user = show(<ProjectsPage />, services);
  await user.click(await screen.findByRole('button', { name: 'New project' }));
  await user.type(await screen.findByLabelText('Name'), 'Pets{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Choose another name.');
});

test('a card shows size, accuracy and that it is live', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  await services.releases.publish('pets', 'Pets', 0, false);
  show(<ProjectsPage />, services);
  const card = await screen.findByRole('link', { name: /Pets/ });
  expect(await within(card).findByText('Live')).toBeDefined();
  expect(card.textContent).toContain('2 classes · 50 pictures');
  const accuracy = (await services.models.list('Pets'))[0]?.metrics['accuracy'] ?? 0;
  expect(await within(card).findByText(`${(accuracy * 100).toFixed(1)} %`)).toBeDefined();
});

test('a project can be made to find things', async () => {
  const { services } = createWorld();
  const user = show(<ProjectsPage />, services);
  await user.click(await screen.findByRole('button', { name: 'New project' }));
  await user.click(await screen.findByRole('radio', { name: /^Object detection/ }));
  await user.type(screen.getByLabelText('Name'), 'Bees{Enter}');
  await screen.findByRole('heading', { name: 'Bees' });
  expect((await services.projects.get('Bees')).task).toBe('object-detection');
});

test('a card of object detection shows mAP50', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 30, 30);
  show(<ProjectsPage />, services);
  const card = await screen.findByRole('link', { name: /Scenery/ });
  const map50 = (await services.models.list('Scenery'))[0]?.metrics['map50'] ?? 0;
  expect(await within(card).findByText(`${(map50 * 100).toFixed(1)} %`)).toBeDefined();
  expect(card.textContent).toContain('mAP50');
});
