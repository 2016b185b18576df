import { useQuery } from '@tanstack/react-query';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { queryKeys, useServices } from '@/api/context';
import { judgedAt, pointAt } from '@/model/detection';
import { addScenery, createWorld, show } from '@/testing/render';
import { VerifyPage } from './verify-page';

function Page() {
  const { projects } = useServices();
  const project = useQuery({
    queryKey: queryKeys.project('Scenery'),
    queryFn: () => projects.get('Scenery'),
  });
  return project.data ? <VerifyPage project={project.data} number={0} /> : null;
}

async function open() {
  const { services, world } = createWorld();
  await addScenery(services, world, 30, 30);
  const user = show(<Page />, services);
  const report = await services.models.detectionReport('Scenery', 0);
  await screen.findByText('Picture by picture');
  return { user, report, services };
}

const tally = () => screen.getByText('F1', { selector: '.tally dt' }).closest('.tally')?.textContent ?? '';

test('the headline says mAP50 and how it was found, and how each size does', async () => {
  const { report } = await open();
  const percent = (key: string) => `${((report.metrics[key] ?? 0) * 100).toFixed(1)} %`;
  expect(screen.getByText(percent('map50'), { selector: 'strong.headline-number' })).toBeDefined();
  expect(
    screen.getByText(`Judged on ${report.items} pictures that were kept back from training.`),
  ).toBeDefined();
  expect(screen.getByText(percent('map_small'))).toBeDefined();
});

test('the slider moves precision, recall and counts, and finds its way back', async () => {
  const { user, report } = await open();
  const [curve] = report.curves;
  if (!curve) throw new Error('no curve');
  const counts = (threshold: number) => {
    const { right, wrong, missed } = pointAt(curve, threshold);
    return `Right${right}Wrong${wrong}Missed${missed}`;
  };
  expect(tally()).toContain(counts(report.threshold));
  const slider = screen.getByRole('slider', { name: 'Threshold' });
  fireEvent.change(slider, { target: { value: '0.8' } });
  await waitFor(() => expect(tally()).toContain(counts(0.8)));
  expect(counts(0.8)).not.toBe(counts(report.threshold));
  await user.click(screen.getByRole('button', { name: /^Back to the recommended 45/ }));
  expect(tally()).toContain(counts(report.threshold));
});

test('pictures show what is right, wrong and missed at the threshold, filtered and enlarged', async () => {
  const { user, report } = await open();
  const missed = report.pictures.filter((picture) => judgedAt(picture, report.threshold).missed.length > 0);
  await user.click(screen.getByRole('radio', { name: `With missed things ${missed.length}` }));
  const [first] = missed;
  if (!first) throw new Error('the made-up model misses nothing');
  const buttons = screen.getAllByRole('button', { name: /^Enlarge/ });
  expect(buttons).toHaveLength(Math.min(12, missed.length));
  await user.click(screen.getByRole('button', { name: `Enlarge ${first.name}` }));
  const dialog = await screen.findByRole('dialog', { name: first.name });
  const judged = judgedAt(first, report.threshold);
  for (const look of ['right', 'wrong', 'missed'] as const)
    expect(dialog.querySelectorAll(`.drawn-box.${look}`)).toHaveLength(judged[look].length);
});

test('a report that lists fewer pictures than were judged says so', async () => {
  const { services, world } = createWorld();
  await addScenery(services, world, 30, 30);
  const detectionReport = async (project: string, number: number) => ({
    ...(await services.models.detectionReport(project, number)),
    items: 1000,
  });
  show(<Page />, { ...services, models: { ...services.models, detectionReport } });
  expect(await screen.findByText('The first 30 of 1,000 are listed.')).toBeDefined();
});

test('a tried picture shows its boxes, fewer as the threshold rises', async () => {
  const { services } = await open();
  const picture = new File(['bytes of a picture'], 'lawn.png', { type: 'image/png' });
  const { results: found } = await services.models.predict('Scenery', 0, picture, 0.05);
  const zone = screen.getByRole('group', { name: 'Try a picture' });
  fireEvent.drop(zone, { dataTransfer: { items: [], files: [picture] } });
  const box = zone.closest<HTMLElement>('.detect-box');
  if (!box) throw new Error('no box to try pictures in');
  const sure = (least: number) => found.filter(({ score }) => score >= least).length;
  await within(box).findByRole('img', { name: 'lawn.png' });
  expect(box.querySelectorAll('.drawn-box')).toHaveLength(sure(0.45));
  fireEvent.change(within(box).getByRole('slider'), { target: { value: '0.05' } });
  await waitFor(() => expect(box.querySelectorAll('.drawn-box')).toHaveLength(found.length));
});
