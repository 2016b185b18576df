import { useQuery } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import type { Report } from '@/model/entities';
import { addPets, addWorkshop, createWorld, show, showOfSounds, trainPets } from '@/testing/render';
import { VerifyPage } from './verify-page';

function Pets() {
  const { projects } = useServices();
  const project = useQuery({ queryKey: queryKeys.project('Pets'), queryFn: () => projects.get('Pets') });
  return project.data ? <VerifyPage project={project.data} number={0} /> : null;
}

test('the headline says the accuracy, how sure it is, and how it was found', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  show(<Pets />, services);
  const { metrics } = await services.models.report('Pets', 0);
  const percent = (key: string) => `${((metrics[key] ?? 0) * 100).toFixed(1)} %`;
  expect(await screen.findByText(percent('accuracy'), { selector: 'strong.headline-number' })).toBeDefined();
  expect(
    screen.getByText(`very likely between ${percent('accuracy_low')} and ${percent('accuracy_high')}`),
  ).toBeDefined();
  expect(screen.getByText(/Cross-validated: each of 50 pictures .* \(5 rounds\)/)).toBeDefined();
});

test('a cell of the matrix shows its pictures and lets go of them', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  const user = show(<Pets />, services);
  const { mistakes } = await services.models.report('Pets', 0);
  const dogs = mistakes.filter(({ truth }) => truth === 'dog');
  await user.click(await screen.findByRole('button', { name: `dog taken for cat: ${dogs.length}` }));
  const shown = screen.getByRole('heading', { name: 'dog taken for cat' }).closest('section');
  expect(
    shown &&
      within(shown)
        .getAllByRole('img')
        .map((image) => image.getAttribute('alt')),
  ).toEqual(dogs.map(({ name }) => name));
  await user.click(screen.getByRole('button', { name: 'Show all' }));
  expect(screen.getByRole('heading', { name: 'Worst mistakes' })).toBeDefined();
});

test('a label that looks wrong is put right or kept', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  const user = show(<Pets />, services);
  const { suspects } = await services.models.report('Pets', 0);
  const [first, second] = suspects;
  if (!first || !second) throw new Error('the made-up report doubts too few labels');
  const labelOf = async (hash: string) => (await services.data.items('Pets', { hash }, 0, 1)).items[0]?.class;

  const { name, label, suspected } = first;
  await user.click(await screen.findByRole('button', { name: `Change label of ${name} to ${suspected}` }));
  expect(await screen.findByText(`Is now labelled ${suspected}`)).toBeDefined();
  expect(await labelOf(first.hash)).toBe(suspected);
  expect(suspected).not.toBe(label);

  const keep = { name: `Keep the label ${second.label} of ${second.name}` };
  await user.click(await screen.findByRole('button', keep));
  expect(screen.queryByRole('button', keep)).toBeNull();
  expect(await labelOf(second.hash)).toBe(second.label);
});

test('without a model it leads to training', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  show(<Pets />, services);
  expect((await screen.findByRole('link', { name: 'Go to training' })).getAttribute('href')).toBe(
    '#/projects/Pets/train',
  );
});

function Workshop() {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Workshop'),
    queryFn: () => projects.get('Workshop'),
  });
  return project.data ? <VerifyPage project={project.data} number={0} /> : null;
}

test('a cell of the matrix is heard, a right one as well, and groups have numbers of their own', async () => {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 20);
  const user = showOfSounds(<Workshop />, services);
  const report = await services.models.report('Workshop', 0);
  const groups = within(await screen.findByRole('region', { name: 'By group' }));
  expect(groups.getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(
    report.groups?.map(({ name }) => name),
  );
  const wrong = report.confusion_items?.find(({ truth, prediction }) => truth !== prediction);
  if (!wrong) throw new Error('the made-up model makes no mistakes');
  const { truth, prediction, items } = wrong;
  await user.click(screen.getByRole('button', { name: `${truth} taken for ${prediction}: ${items.length}` }));
  const heading = screen.getByRole('heading', { name: `${truth} heard as ${prediction}` });
  const heard = within(heading.closest('section') ?? document.body);
  expect(
    heard.getAllByRole('button', { name: /^Play / }).map((button) => button.getAttribute('aria-label')),
  ).toEqual(items.map(({ name }) => `Play ${name}`));
  const right = report.confusion[0]?.[0] ?? 0;
  await user.click(screen.getByRole('button', { name: `${report.classes[0]} recognised: ${right}` }));
  expect(screen.getByRole('heading', { name: `${report.classes[0]} recognised` })).toBeDefined();
});

test('mistakes that are counted and not listed are spoken of', async () => {
  const { services, world } = createWorld();
  await addPets(services, world);
  await trainPets(services);
  const { mistakes } = await services.models.report('Pets', 0);
  const report = async (project: string, number: number): Promise<Report> => {
    const whole = await services.models.report(project, number);
    return { ...whole, mistakes: whole.mistakes.slice(0, 2) };
  };
  show(<Pets />, { ...services, models: { ...services.models, report } });
  expect(await screen.findByText(`The first 2 of ${mistakes.length} are listed.`)).toBeDefined();
});

test('the label of a segment is put right, and of no other one', async () => {
  const { services, world } = createWorld();
  await addWorkshop(services, world, 2);
  const project = world.project('Workshop');
  const long = project.items.find(({ name }) => name === 'a day at the workshop.wav');
  const before = (long && project.segments.get(long.id)?.segments) ?? [];
  const [first, second] = before;
  if (!long || !first || !second) throw new Error('the made-up recording has too few segments');
  // A whole recording may have a class besides.
  project.items = project.items.map((item) => (item === long ? { ...item, class: first.name } : item));
  const suspects = [first, second, { begin: 599, seconds: 0.5, name: 'hum' }].map((segment) => ({
    hash: long.hash,
    name: long.name,
    label: segment.name,
    suspected: 'whistle',
    margin: 0.9,
    begin: segment.begin + 1e-5,
    seconds: segment.seconds,
  }));
  const report = async (...of: [project: string, number: number]) => ({
    ...(await services.models.report(...of)),
    suspects,
  });
  const models = { ...services.models, report };
  const data = { ...services.data, audioUrl: () => 'day.wav' }; // ten minutes are long in the making
  const user = showOfSounds(<Workshop />, { ...services, models, data });
  expect(await screen.findByText('Was deleted')).toBeDefined();
  const doubted = screen.getByRole('heading', { name: 'Check these labels' }).closest('section');
  const answers = within(doubted ?? document.body);
  const change = await answers.findAllByRole('button', { name: /^Change label of a day .* to whistle$/ });
  expect(change).toHaveLength(2);
  if (change[0]) await user.click(change[0]);
  expect(await answers.findByText('Is now labelled whistle')).toBeDefined();
  const now = () => project.segments.get(long.id);
  expect(now()?.segments).toEqual([{ ...first, name: 'whistle' }, ...before.slice(1)]);
  expect(project.items.find(({ id }) => id === long.id)?.class).toBe(first.name);

  // Changed elsewhere meanwhile: nothing is overwritten.
  const elsewhere = { revision: 7, labelled: true, segments: before.slice(1) };
  project.segments.set(long.id, elsewhere);
  await user.click(answers.getByRole('button', { name: /^Change label of a day/ }));
  expect(await answers.findByText('The segments have been changed meanwhile.')).toBeDefined();
  expect(now()).toEqual(elsewhere);
  await user.click(answers.getByRole('button', { name: 'Try again' }));
  await user.click(await answers.findByRole('button', { name: /^Change label of a day/ }));
  expect(await answers.findByText('Is now labelled whistle')).toBeDefined();
  expect(now()?.segments).toEqual([{ ...second, name: 'whistle' }, ...before.slice(2)]);
});
