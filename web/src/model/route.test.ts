import { expect, test } from 'vitest';
import { formatRoute, parseRoute, projectLink, type Route } from './route';

test('every route survives being written and read', () => {
  const routes: Route[] = [
    { page: 'projects' },
    { page: 'settings' },
    { page: 'setup', token: 'a/b c' },
    { page: 'project', project: '茶叶 & 50% / tea', step: 'data', model: 0 },
    { page: 'project', project: 'Pets', step: 'verify', model: 12 },
    { page: 'label', project: 'a b', queue: null, item: 0 },
    { page: 'label', project: 'Pets', queue: 'worth', item: 0 },
    { page: 'label', project: 'Pets', queue: 'all', item: 47 },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

test('a project without a step opens its data', () => {
  expect(parseRoute('#/projects/Pets')).toEqual({ page: 'project', project: 'Pets', step: 'data', model: 0 });
});

test.each([
  '#/nowhere',
  '#/projects/Pets/cook',
  '#/projects/Pets/train/1',
  '#/projects/Pets/verify/x',
  '#/setup',
  '#/settings/more',
  '#/projects/Pets/verify/1/2',
  '#/projects/Pets/label/best',
  '#/projects/Pets/label/all/x',
  '#/projects/Pets/label/all/1/2',
])('%s leads nowhere', (hash) => {
  expect(parseRoute(hash).page).toBe('unknown');
});

test('a broken escape is taken as it stands', () => {
  expect(parseRoute('#/projects/100%')).toMatchObject({ project: '100%' });
});

test('links name the model only where one is meant', () => {
  expect(projectLink('a b', 'verify', 3)).toBe('#/projects/a%20b/verify/3');
  expect(projectLink('a b', 'train')).toBe('#/projects/a%20b/train');
});
