import { expect, test } from 'vitest';
import { type Hints, planUploads } from './upload-plan';

const nothing: Hints = { label: '', names: '' };

function chosen(path: string, size = 10) {
  const file = new File([new Uint8Array(size)], path.split('/').at(-1) ?? '');
  return { path, file };
}

test('archives go one by one, pictures together, the rest is named', () => {
  const { uploads, refused } = planUploads(
    [
      chosen('a.zip'),
      chosen('b.tar.gz'),
      chosen('cat/1.JPG'),
      chosen('2.png'),
      chosen('notes.txt'),
      chosen('.DS_Store'),
      chosen('x/__MACOSX/1.jpg'),
    ],
    { label: 'cat', names: '' },
  );
  expect(uploads.map(({ name, label, files }) => [name, label, files])).toEqual([
    ['a.zip', 'cat', 1],
    ['b.tar.gz', 'cat', 1],
    ['pictures.tar', 'cat', 2],
  ]);
  expect(refused.map(({ path }) => path)).toEqual(['notes.txt']);
});

test('a loose picture is sent as it is, one in a folder keeps it', () => {
  const loose = chosen('1.jpg');
  expect(planUploads([loose], nothing).uploads).toEqual([
    { ...nothing, name: '1.jpg', files: 1, body: loose.file },
  ]);
  expect(planUploads([chosen('cat/1.jpg')], nothing).uploads[0]?.name).toBe('pictures.tar');
});

test('many pictures are cut into batches, unless label files hold them together', () => {
  const many = Array.from({ length: 1200 }, (_, k) => chosen(`cat/${k}.jpg`));
  expect(planUploads(many, nothing).uploads.map(({ files }) => files)).toEqual([500, 500, 200]);
  expect(new Set(planUploads(many, nothing).uploads.map(({ name }) => name)).size).toBe(3);
  expect(planUploads([...many, chosen('labels.csv')], nothing).uploads.map(({ files }) => files)).toEqual([
    1201,
  ]);
  const large = [40e6, 30e6, 30e6].map((size, k) => chosen(`cat/${k}.jpg`, size));
  expect(planUploads(large, nothing).uploads.map(({ files }) => files)).toEqual([1, 2]);
});

test('nothing gives nothing', () => {
  expect(planUploads([], nothing)).toEqual({ uploads: [], refused: [] });
});

test('recordings and their labels go into one archive, pictures stay out', () => {
  const { uploads, refused } = planUploads(
    ['yes/1.wav', 'no/2.FLAC', 'meta.csv', 'cover.jpg'].map(chosen),
    nothing,
    'sounds',
  );
  expect(uploads.map(({ name, files }) => [name, files])).toEqual([['recordings.tar', 3]]);
  expect(refused.map(({ path }) => path)).toEqual(['cover.jpg']);
});
