import { readdir, readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeZip } from './zip.mjs';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

const folder = process.env.EASEL_SAMPLES;

/** Photos of `classes` classes, at most `each` of one: [{name, photos: [path]}]. */
export async function samples(classes, each, skip = 0) {
  if (!folder) throw new Error('EASEL_SAMPLES must name a folder with a folder of photos per class');
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return Promise.all(names.slice(0, classes).map(async (name) => {
    const photos = (await readdir(join(folder, name))).filter((file) => /\.(jpe?g|png|webp)$/i.test(file)).sort();
    return { name, photos: photos.slice(skip, skip + each).map((file) => resolve(folder, name, file)) };
  }));
}

/** A zip with a folder per class. */
export async function zipOf(groups) {
  const files = await Promise.all(groups.flatMap(({ name, photos }) => photos.map(async (photo, index) =>
    ({ path: `${name}/${index}${extname(photo)}`, content: await readFile(photo) }))));
  return makeZip(files);
}
