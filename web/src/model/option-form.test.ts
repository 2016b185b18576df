import { expect, test } from 'vitest';
import type { Option } from './entities';
import { counts, initialDraft, networkTitle, optionTitle, toRequest } from './option-form';

const base = { help: '', visibility: 'simple' } as const;
const options: Option[] = [
  { ...base, name: 'mode', type: 'choice', default: 'quick', choices: ['quick', 'thorough'] },
  { ...base, name: 'time-limit', type: 'duration', default: null },
  { ...base, name: 'seed', type: 'integer', default: 1 },
  { ...base, name: 'mirror', type: 'flag', default: true },
];
const epochs: Option = {
  ...base,
  name: 'epochs',
  type: 'integer',
  default: null,
  when: { option: 'mode', value: 'thorough' },
};

test('a form that nobody touched asks for nothing', () => {
  expect(initialDraft(options)).toEqual({ mode: 'quick', 'time-limit': '', seed: '1', mirror: true });
  expect(toRequest(options, initialDraft(options))).toEqual({});
});

test('changes are sent with their types', () => {
  expect(toRequest(options, { mode: 'thorough', 'time-limit': '10m', seed: '7', mirror: false })).toEqual({
    mode: 'thorough',
    'time-limit': '10m',
    seed: 7,
    mirror: false,
  });
});

test('an emptied field means the default', () => {
  expect(toRequest(options, { ...initialDraft(options), seed: '' })).toEqual({});
});

test('an option of another mode is neither shown nor sent', () => {
  const all = [...options, epochs];
  const draft = { ...initialDraft(all), epochs: '3' };
  expect(counts(epochs, draft)).toBe(false);
  expect(toRequest(all, draft)).toEqual({});
  expect(toRequest(all, { ...draft, mode: 'thorough' })).toEqual({ mode: 'thorough', epochs: 3 });
});

test('names become titles', () => {
  expect(optionTitle('time-limit')).toBe('Time limit');
  expect(
    ['resnet-18', 'mobilenet-v3-large', 'efficientnet-lite0', 'inception-v4', 'quick'].map(networkTitle),
  ).toEqual(['ResNet-18', 'MobileNet v3 large', 'EfficientNet-Lite0', 'Inception v4', 'Quick']);
});
