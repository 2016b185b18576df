import { expect, test } from 'vitest';
import type { Option } from '@/model/entities';
import { arrange } from './option-groups';

const option = (name: string, visibility: Option['visibility'] = 'expert'): Option => ({
  name,
  visibility,
  type: 'text',
  help: '',
});
const options = [
  option('mode', 'simple'),
  option('other', 'simple'),
  option('other-from', 'normal'),
  option('network', 'normal'),
  option('rate'),
  option('augment', 'normal'),
  option('augment-crop'),
  option('new-idea', 'normal'),
];
const names = (list: readonly Option[]) => list.map(({ name }) => name);

test('few fields in front, the rest in groups, what is new under the last', () => {
  const form = arrange(options, {});
  expect(names(form.simple)).toEqual(['mode', 'other']);
  expect(names(form.augmentation)).toEqual(['augment']);
  expect(names(form.strengths)).toEqual(['augment-crop']);
  expect(form.groups.map((group) => [group.name, ...names(group.options)])).toEqual([
    ['network', 'network'],
    ['learning', 'rate'],
    ['further', 'new-idea'],
  ]);
});

test('the sources of “other” are asked for beside it, once there is one', () => {
  expect(names(arrange(options, { other: true }).simple)).toEqual(['mode', 'other', 'other-from']);
});
