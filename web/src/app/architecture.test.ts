import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));

/** Room: rooms that it may import from, besides itself. Lowest first. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  api: ['model'],
  audio: ['model'],
  canvas: ['model'],
  timeline: ['canvas', 'model'],
  widgets: ['audio', 'model'],
  features: ['widgets', 'timeline', 'canvas', 'audio', 'api', 'model'],
  app: ['features', 'widgets', 'api', 'model'],
  testing: ['widgets', 'api', 'model'],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
);

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'((?:@\/|\.)[^']*)'/g)].map(([, path = '']) => ({
    file,
    target: path.startsWith('@/') ? path.slice(2) : relative(source, join(source, dirname(file), path)),
  }));
});

const roomOf = (path: string) => path.split('/')[0] ?? '';
const featureOf = (path: string) => path.split('/')[1] ?? '';

test('rooms import downwards only', () => {
  expect(imports.length).toBeGreaterThan(100);
  const wrong = imports.filter(
    ({ file, target }) =>
      roomOf(file) !== roomOf(target) &&
      !arrows[roomOf(file)]?.includes(roomOf(target)) &&
      !(file.includes('.test.') && roomOf(target) === 'testing'),
  );
  expect(wrong).toEqual([]);
});

test('features do not know each other', () => {
  const wrong = imports.filter(
    ({ file, target }) =>
      roomOf(file) === 'features' && roomOf(target) === 'features' && featureOf(file) !== featureOf(target),
  );
  expect(wrong).toEqual([]);
});

test('features and widgets know services by their interfaces only', () => {
  const wrong = imports.filter(
    ({ file, target }) =>
      /^(features|widgets)\//.test(file) &&
      !file.includes('.test.') &&
      /^api\/(http|memory|browser|schema)/.test(target),
  );
  expect(wrong).toEqual([]);
});

test('the model touches neither page nor network', () => {
  const wrong = files.filter(
    (file) =>
      file.startsWith('model/') &&
      !file.includes('.test.') &&
      /\b(document|window|navigator|localStorage|fetch)\b[.(]/.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
