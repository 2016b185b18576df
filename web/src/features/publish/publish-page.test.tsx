import { useQuery } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { addPets, addScenery, createWorld, show, trainPets } from '@/testing/render';
import { PublishPage } from './publish-page';

function Page({ name }: { readonly name: string }) {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project(name), queryFn: () => projects.get(name) });
  return project.data ? <PublishPage project={project.data} /> : null;
}

const Pets = () => <Page name="Pets" />;

async function trained() {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  return services;
}

test('publish, make a token, copy the filled-in line, take it offline', async () => {
  const services = await trained();
  const user = show(<Pets />, services);
  const address = await screen.findByLabelText<HTMLInputElement>('Address');
  expect(address.value).toBe('pets');
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect(await screen.findByText('Model 1 answers at')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Create a token' }));
  const secret = (await screen.findByRole('region', { name: 'Token' })).textContent;
  expect(screen.getByRole('region', { name: 'Command line' }).textContent).toContain(`Bearer ${secret}`);
  await user.click(screen.getByRole('button', { name: 'Unpublish' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Unpublish' }));
  expect(await screen.findByText('Offline')).toBeDefined();
  expect((await services.releases.history('pets')).map(({ action }) => action)).toEqual([
    'publish',
    'unpublish',
  ]);
});

test('update to the newest model, and roll back', async () => {
  const services = await trained();
  await services.releases.publish('pets', 'Pets', 1, false);
  await trainPets(services);
  const user = show(<Pets />, services);
  await user.click(await screen.findByRole('button', { name: 'Update to model 2' }));
  expect(await screen.findByText('Model 2 answers at')).toBeDefined();
  await user.click(await screen.findByRole('button', { name: 'Roll back' }));
  expect(await screen.findByText('Model 1 answers at')).toBeDefined();
});

test('a taken or impossible address is refused in place', async () => {
  const services = await trained();
  await services.projects.create('Other', 'image-classification');
  await services.releases.publish('taken', 'Other', 1, false);
  const user = show(<Pets />, services);
  const address = await screen.findByLabelText('Address');
  await user.clear(address);
  await user.type(address, 'Not Good');
  expect(screen.getByText(/Only small letters/)).toBeDefined();
  await user.clear(address);
  await user.type(address, 'taken');
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  expect((await screen.findByRole('alert')).textContent).toContain('suffix-taken');
});

test('a detector is called under its own address, with the recommended threshold', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 30, 30);
  await services.releases.publish('lawn', 'Scenery', 0, false);
  const user = show(<Page name="Scenery" />, services);
  const { threshold } = await services.models.detectionReport('Scenery', 0);
  const line = await screen.findByRole('region', { name: 'Command line' });
  expect(line.textContent).toContain(`/api/v1/predict/lawn?threshold=${threshold}`);
  await user.click(screen.getByRole('tab', { name: 'EasyDL protocol' }));
  expect(screen.getByRole('region', { name: 'EasyDL protocol' }).textContent).toContain(
    '/rpc/2.0/ai_custom/v1/detection/lawn',
  );
  expect(screen.getByRole('slider')).toBeDefined();
});
