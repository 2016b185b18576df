import { useQuery } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import type { Project } from '@/model/entities';
import { plugInMicrophone } from '@/testing/microphone';
import { addPets, addScenery, addWorkshop, createWorld, show, showOfSounds } from '@/testing/render';
import { DataPage } from './data-page';
import { IntakesProvider } from './intakes';

function Alone({ project }: { readonly project: Project }) {
  return (
    <IntakesProvider>
      <DataPage project={project} />
    </IntakesProvider>
  );
}

function Pets() {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project('Pets'), queryFn: () => projects.get('Pets') });
  return project.data ? <Alone project={project.data} /> : null;
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
  return project.data ? <Alone project={project.data} /> : null;
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

function Workshop() {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Workshop'),
    queryFn: () => projects.get('Workshop'),
  });
  return project.data ? <Alone project={project.data} /> : null;
}

test('recordings are dropped, and other files left out', async () => {
  const { services } = createWorld();
  await services.projects.create('Workshop', 'sound-classification');
  showOfSounds(<Workshop />, services);
  const zone = await screen.findByRole('group', { name: 'Add recordings' });
  const files = [new File(['1'], '1.wav'), new File(['2'], '2.flac'), new File(['3'], '3.jpg')];
  fireEvent.drop(zone, { dataTransfer: { items: [], files } });
  expect(await screen.findByText('2 recordings added')).toBeDefined();
  expect(screen.getByText(/One file was left out: it is no recording/)).toBeDefined();
});

test('recordings are shown with length and group, relabelled, and put into a group together', async () => {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 3);
  const user = showOfSounds(<Workshop />, services);
  const tile = await screen.findByRole('button', { name: 'Open hum/1.wav, hum' });
  const seen = tile.closest('li')?.textContent;
  expect(seen).toContain('2.00 s');
  expect(seen).toContain('room 2');
  expect(screen.getByRole('button', { name: 'Play hum/1.wav' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'Label segments' }).getAttribute('href')).toBe(
    '#/projects/Workshop/label',
  );
  for (const name of ['hum/1.wav', 'hum/2.wav'])
    await user.click(screen.getByRole('button', { name: `Select ${name}` }));
  await user.type(screen.getByRole('textbox', { name: 'Group' }), 'cellar');
  await user.click(screen.getByRole('button', { name: 'Set group' }));
  await waitFor(async () => {
    const { items } = await services.data.items('Workshop', {}, 0, 50);
    expect(items.filter(({ group }) => group === 'cellar').map(({ name }) => name)).toEqual([
      'hum/1.wav',
      'hum/2.wav',
    ]);
  });
});

test('what names of recordings say goes along, and groups that they tell are set at a click', async () => {
  const { services, world } = createWorld();
  await services.projects.create('Workshop', 'sound-classification');
  const sent: string[] = [];
  const upload = services.data.upload;
  const data = {
    ...services.data,
    upload: (...given: Parameters<typeof upload>) => {
      sent.push(given[1].names);
      return upload(...given);
    },
  };
  for (const speaker of ['ann', 'ben'])
    world.addItem(world.project('Workshop'), { name: `yes_${speaker}_1.wav`, class: 'yes', seconds: 1 });
  const user = showOfSounds(<Workshop />, { ...services, data });
  await user.click(await screen.findByRole('button', { name: 'Set these groups' }));
  await waitFor(() =>
    expect(world.project('Workshop').items.map(({ group }) => group)).toEqual(['ann', 'ben']),
  );
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Set these groups' })).toBeNull());
  await user.type(screen.getByRole('textbox', { name: 'What the file names say' }), '{{class}_{{group}');
  const files = [new File(['1'], 'no_ann.wav')];
  fireEvent.drop(screen.getByRole('group', { name: 'Add recordings' }), {
    dataTransfer: { items: [], files },
  });
  await waitFor(() => expect(sent).toEqual(['{class}_{group}']));
});

test('a recording is opened, gets another class and group, and leads to its segments', async () => {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 2);
  const user = showOfSounds(<Workshop />, services);
  await user.click(await screen.findByRole('button', { name: 'Open chirp/1.wav, chirp' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'chirp/1.wav' }));
  const item = world.project('Workshop').items[0];
  expect(dialog.getByRole('link', { name: 'Label what is in it' }).getAttribute('href')).toBe(
    `#/projects/Workshop/label/all/${item?.id}`,
  );
  const group = dialog.getByRole('textbox', { name: 'Group' });
  await user.clear(group);
  await user.type(group, 'attic');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(world.project('Workshop').items[0]?.group).toBe('attic'));
});

test('a take keeps the class that was chosen when it was recorded', async () => {
  const microphone = plugInMicrophone();
  const { services } = createWorld();
  await services.projects.create('Workshop', 'sound-classification');
  const sent: [label: string, files: number][] = [];
  const upload = services.data.upload;
  const data = {
    ...services.data,
    upload: (...given: Parameters<typeof upload>) => {
      sent.push([given[1].label, given[1].files]);
      return upload(...given);
    },
  };
  const user = showOfSounds(<Workshop />, { ...services, data });
  const panel = within(await screen.findByRole('region', { name: 'Record them here' }));
  const record = async () => {
    await user.click(panel.getByRole('button', { name: 'Record' }));
    const stop = await panel.findByRole('button', { name: 'Stop' });
    act(microphone.speak);
    await user.click(stop);
  };
  const label = screen.getByRole('combobox', { name: 'Class of loose recordings' });
  await user.type(label, 'yes');
  await record();
  await record();
  await user.clear(label);
  await user.type(label, 'no');
  await record();
  const rows = within(panel.getByRole('list', { name: 'Takes' })).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent)).toEqual(['yes', 'yes', 'no']);
  await user.click(panel.getByRole('button', { name: 'Add 3 recordings' }));
  await waitFor(() =>
    expect(sent).toEqual([
      ['yes', 2],
      ['no', 1],
    ]),
  );
  expect(panel.queryByRole('list', { name: 'Takes' })).toBeNull();
});

test('a spectrogram that ends before its recording says so', async () => {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 1);
  const user = showOfSounds(<Workshop />, services);
  await user.click(
    await screen.findByRole('button', { name: 'Open a day at the workshop.wav, 40 segments' }),
  );
  const long = within(await screen.findByRole('dialog', { name: 'a day at the workshop.wav' }));
  expect(long.getByText('The spectrogram shows the first 5:00 of 10:00.')).toBeDefined();
  await user.click(long.getByRole('button', { name: 'Previous recording' }));
  await screen.findByRole('dialog', { name: 'knock/1.wav' });
  expect(screen.queryByText(/The spectrogram shows/)).toBeNull();
});
