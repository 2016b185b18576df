import { useQuery } from '@tanstack/react-query';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { addPets, addScenery, createWorld, show } from '@/testing/render';
import { DataPage } from './data-page';

function Pets() {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project('Pets'), queryFn: () => projects.get('Pets') });
  return project.data ? <DataPage project={project.data} /> : null;
}

function drop(...files: File[]) {
  fireEvent.drop(screen.getByRole('group', { name: 'Add pictures' }), { dataTransfer: { items: [], files } });
}

test('dropped pictures get the chosen class and appear', async () => {
  const { services } = createWorld();
  await services.projects.create('Pets', 'image-classification');
  const user = show(<Pets />, services);
  await user.type(await screen.findByRole('combobox', { name: 'Class of loose pictures' }), 'cat');
  drop(new File(['1'], '1.jpg'), new File(['2'], '2.jpg'));
  expect(await screen.findByText('2 pictures added')).toBeDefined();
  expect(await screen.findByRole('button', { name: /^cat\s*2$/ })).toBeDefined();
});

test('an archive’s report names what could not be read', async () => {
  const { services } = createWorld();
  await services.projects.create('Pets', 'image-classification');
  show(<Pets />, services);
  await screen.findByRole('group', { name: 'Add pictures' });
  drop(new File(['zip'], 'pets.zip'));
  expect(await screen.findByText('24 pictures added')).toBeDefined();
  expect(screen.getByText(/1 could not be read/)).toBeDefined();
  expect(screen.getByText('dog/IMG_0231.jpg')).toBeDefined();
});

test('a refused upload stays with its reason, and other files with a word', async () => {
  const { services } = createWorld();
  await services.projects.create('Pets', 'image-classification');
  const user = show(<Pets />, services);
  await screen.findByRole('group', { name: 'Add pictures' });
  drop(new File(['zip'], 'broken.zip'), new File(['t'], 'notes.txt'));
  expect(await screen.findByText('The archive cannot be read.')).toBeDefined();
  expect(screen.getByText(/One file was left out/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('The archive cannot be read.')).toBeNull();
});

test('pictures are shown by class and relabelled together', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const user = show(<Pets />, services);
  await user.click(await screen.findByRole('button', { name: /^dog\s*25$/ }));
  await user.click(await screen.findByRole('button', { name: 'Select dog3.jpg' }));
  await user.click(screen.getByRole('button', { name: 'Select dog4.jpg' }));
  await user.type(screen.getByRole('combobox', { name: 'Class' }), 'wolf');
  await user.click(screen.getByRole('button', { name: 'Assign' }));
  expect(await screen.findByRole('button', { name: /^wolf\s*2$/ })).toBeDefined();
  expect((await services.data.items('Pets', { class: 'wolf' }, 0, 10)).items.map(({ name }) => name)).toEqual(
    ['dog3.jpg', 'dog4.jpg'],
  );
});

test('a picture is opened, paged from and deleted after a question', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  const user = show(<Pets />, services);
  await user.click(await screen.findByRole('button', { name: 'Open cat0.jpg, cat' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Next picture' }));
  expect(await screen.findByRole('dialog', { name: 'cat1.jpg' })).toBeDefined();
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await user.click(
    within(await screen.findByRole('dialog', { name: 'Delete pictures' })).getByRole('button', {
      name: 'Delete',
    }),
  );
  expect(await screen.findByRole('button', { name: /^cat\s*24$/ })).toBeDefined();
  expect(world.project('Pets').items.some(({ name }) => name === 'cat1.jpg')).toBe(false);
});

function Scenery() {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Scenery'),
    queryFn: () => projects.get('Scenery'),
  });
  return project.data ? <DataPage project={project.data} /> : null;
}

test('pictures with boxes lead to where boxes are drawn, and are downloaded in the format that is wanted', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 12, 8);
  const user = show(<Scenery />, services);
  expect((await screen.findByRole('link', { name: 'Draw boxes' })).getAttribute('href')).toBe(
    '#/projects/Scenery/label',
  );
  expect(screen.queryByRole('combobox', { name: 'Class of loose pictures' })).toBeNull();
  const { items } = await services.data.items('Scenery', {}, 0, 12);
  const several = items.find(({ boxes }) => (boxes ?? 0) > 1);
  if (!several) throw new Error('the made-up pictures are empty');
  const tile = await screen.findByRole('button', { name: `Open ${several.name}, ${several.boxes} boxes` });
  await waitFor(() => expect(tile.querySelectorAll('.drawn-box')).toHaveLength(several.boxes ?? 0));
  await user.click(tile);
  expect(window.location.hash).toBe(`#/projects/Scenery/label/all/${several.id}`);

  await user.click(screen.getByRole('button', { name: /Format of the boxes/ }));
  await user.click(await screen.findByRole('option', { name: 'Pascal VOC' }));
  expect(screen.getByRole('link', { name: 'Download as zip' }).getAttribute('href')).toBe(
    services.data.exportUrl('Scenery', 'voc'),
  );
});

test('labels of boxes go along with loose pictures', async () => {
  const { services } = createWorld();
  await services.projects.create('Scenery', 'object-detection');
  show(<Scenery />, services);
  await screen.findByRole('group', { name: 'Add pictures' });
  drop(new File(['1'], '1.jpg'), new File(['<annotation/>'], '1.xml'));
  expect(await screen.findByText('2 pictures added')).toBeDefined();
  expect(screen.queryByText(/left out/)).toBeNull();
});
