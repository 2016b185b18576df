import { packTar } from './tar';

/** A file that the user dropped or chose, with its path below what was dropped ("cats/1.jpg"; a loose file: "1.jpg"). */
export interface ChosenFile {
  readonly path: string;
  readonly file: File;
}

/** What is said of files besides what they say themselves; empty: nothing. */
export interface Hints {
  /** The class of those that have none of their own. */
  readonly label: string;
  /** What their names say, e.g. "{class}_{group}_{number}". */
  readonly names: string;
}

/** One request to be made. */
export interface Upload extends Hints {
  readonly name: string;
  readonly files: number;
  readonly body: Blob;
}

const archiveEnding = /\.(zip|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz|zst))$/i;
const pictureEnding = /\.(jpe?g|png|webp|gif|bmp|tiff?|heic|avif)$/i;
const soundEnding = /\.(wav|wave|flac|ogg|oga|opus|mp3|m4a|aac|aiff?|caf|au|w64)$/i;
const labelFileEnding = /\.(csv|json)$/i;
const boxFileEnding = /\.(json|xml|txt|ya?ml)$/i;
const batchBytes = 64e6;
const batchFiles = 500;

function batches(files: readonly ChosenFile[]): ChosenFile[][] {
  const out: ChosenFile[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = out.at(-1);
    if (!last || bytes + file.file.size > batchBytes || last.length >= batchFiles) {
      out.push([file]);
      bytes = file.file.size;
    } else {
      last.push(file);
      bytes += file.file.size;
    }
  }
  return out;
}

export function isSound(name: string): boolean {
  return soundEnding.test(name);
}

/** What an upload may consist of, besides archives. */
export type Content = 'pictures' | 'boxed-pictures' | 'sounds';

const endings: Readonly<Record<Content, { readonly items: RegExp; readonly labels: RegExp }>> = {
  pictures: { items: pictureEnding, labels: labelFileEnding },
  'boxed-pictures': { items: pictureEnding, labels: boxFileEnding },
  sounds: { items: soundEnding, labels: labelFileEnding },
};

/**
 * What to send: each archive by itself, a single picture or recording as it is, and any other files as tar archives that keep their
 * folders, because a folder's name is the class. Files with labels (CSV, JSON; those of boxes) stay together with all the
 * others.
 */
export function planUploads(
  chosen: readonly ChosenFile[],
  hints: Hints,
  content: Content = 'pictures',
): { uploads: Upload[]; refused: ChosenFile[] } {
  const visible = chosen.filter(({ path }) => !/(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/.test(path));
  const archives = visible.filter(({ path }) => archiveEnding.test(path));
  const { items, labels } = endings[content];
  const labelFiles = visible.filter(({ path }) => labels.test(path));
  const loose = visible.filter(({ path }) => items.test(path));
  const refused = visible.filter(
    (file) => ![archives, labelFiles, loose].some((group) => group.includes(file)),
  );
  const files = [...labelFiles, ...loose];
  const packed = content === 'sounds' ? 'recordings' : 'pictures';
  const uploads = archives.map(({ file }): Upload => ({ ...hints, name: file.name, files: 1, body: file }));
  const groups = labelFiles.length > 0 ? [files] : batches(files);
  for (const [index, group] of groups.entries()) {
    const [only] = group;
    if (group.length === 1 && only && !only.path.includes('/')) {
      uploads.push({ ...hints, name: only.file.name, files: 1, body: only.file });
    } else {
      const body = packTar(group.map(({ path, file }) => ({ path, content: file })));
      uploads.push({
        ...hints,
        name: groups.length > 1 ? `${packed}-${index + 1}.tar` : `${packed}.tar`,
        files: group.length,
        body,
      });
    }
  }
  return { uploads, refused };
}
