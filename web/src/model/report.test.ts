import { expect, test } from 'vitest';
import type { Mistake, Report } from './entities';
import { importReportOf, mistakesIn } from './report';

const mistake = (truth: string, prediction: string): Mistake => ({
  hash: '',
  name: '',
  truth,
  prediction,
  score: 1,
});
const report = { mistakes: [mistake('a', 'b'), mistake('b', 'a'), mistake('a', 'b')] } as unknown as Report;

test('mistakes of a cell, or all of them', () => {
  expect(mistakesIn(report, { truth: 'a', prediction: 'b' })).toHaveLength(2);
  expect(mistakesIn(report, { truth: 'a', prediction: 'c' })).toHaveLength(0);
  expect(mistakesIn(report, null)).toHaveLength(3);
});

test('an import report is told from other results', () => {
  expect(importReportOf({ added: 3, failed: 1 })).toEqual({
    added: 3,
    failed: 1,
    duplicates: 0,
    near_duplicates: 0,
    skipped: 0,
    issues: [],
  });
  for (const other of [undefined, null, 'added', { metrics: {} }])
    expect(importReportOf(other)).toBeUndefined();
});
