import { expect, test } from 'vitest';
import type { Job, Project, Release } from './entities';
import { stepStates } from './step-state';

const empty: Project = { name: 'p', task: 't', items: 0, unlabelled: 0, classes: [], models: 0, created: 0 };
const filled: Project = {
  ...empty,
  items: 40,
  classes: [
    { name: 'a', items: 20 },
    { name: 'b', items: 20 },
  ],
};
const job = (kind: Job['kind'], state: Job['state'], project = 'p'): Job => ({
  id: 1,
  kind,
  project,
  state,
  attempt: 1,
  created: 0,
});
const release: Release = { suffix: 's', project: 'p', model: 1, live: true, open: false, updated: 0 };

test('one step after the other', () => {
  expect(stepStates(empty, [], [])).toEqual({
    data: 'next',
    train: 'later',
    verify: 'later',
    publish: 'later',
  });
  expect(stepStates(filled, [], [])).toEqual({
    data: 'done',
    train: 'next',
    verify: 'later',
    publish: 'later',
  });
  expect(stepStates({ ...filled, models: 1 }, [], [])).toEqual({
    data: 'done',
    train: 'done',
    verify: 'done',
    publish: 'next',
  });
  expect(stepStates({ ...filled, models: 1 }, [], [release]).publish).toBe('done');
});

test('a class without pictures does not count', () => {
  expect(
    stepStates(
      {
        ...filled,
        classes: [
          { name: 'a', items: 20 },
          { name: 'b', items: 0 },
        ],
      },
      [],
      [],
    ).data,
  ).toBe('next');
});

test('jobs of this project make its steps busy', () => {
  expect(stepStates(filled, [job('train', 'queued')], []).train).toBe('busy');
  expect(stepStates(filled, [job('import', 'running')], []).data).toBe('busy');
  expect(stepStates(filled, [job('train', 'running', 'other'), job('train', 'done')], []).train).toBe('next');
});

test('what is offline or another’s is not published', () => {
  expect(
    stepStates(
      { ...filled, models: 1 },
      [],
      [
        { ...release, live: false },
        { ...release, project: 'q' },
      ],
    ).publish,
  ).toBe('next');
});
