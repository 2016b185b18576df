import { expect, test } from 'vitest';
import { createFormat } from './format';

const en = createFormat('en');
const zh = createFormat('zh');

test('shares', () => {
  expect(en.percent(0.8494)).toBe('84.9\u00a0%');
  expect(zh.percent(0.8494)).toBe('84.9%');
  expect(en.percent(1, 0)).toBe('100\u00a0%');
});

test('sizes keep two digits that matter', () => {
  expect([0, 999, 1000, 1_540_000, 32_900_000, 5e12].map(en.bytes)).toEqual([
    '0 B',
    '999 B',
    '1 KB',
    '1.5 MB',
    '33 MB',
    '5 TB',
  ]);
});

test('durations get coarser as they grow', () => {
  expect([0.4, 59.4, 61, 120, 599, 601, 3599, 5400].map(en.duration)).toEqual([
    '0 s',
    '59 s',
    '1 min 1 s',
    '2 min',
    '9 min 59 s',
    '10 min',
    '1 h',
    '1 h 30 min',
  ]);
  expect([5, 120, 5400].map(zh.duration)).toEqual(['5 秒', '2 分钟', '1 小时 30 分钟']);
});

test('dates follow the language', () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  expect(en.dateTime(noon)).toContain('Nov 24, 2026');
  expect(zh.dateTime(noon)).toContain('2026年11月24日');
});
