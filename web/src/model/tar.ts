/** A file to be put into an archive. `path` uses forward slashes and is relative. */
export interface TarEntry {
  readonly path: string;
  readonly content: Blob;
}

const block = 512;
const encoder = new TextEncoder();

function padding(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((block - (size % block)) % block);
}

function header(name: Uint8Array, size: number, type: '0' | 'x'): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(block);
  const put = (offset: number, text: string) => bytes.set(encoder.encode(text), offset);
  bytes.set(name.subarray(0, 100), 0);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${size.toString(8).padStart(11, '0')} `);
  put(136, `${'0'.repeat(11)} `);
  put(148, ' '.repeat(8));
  put(156, type);
  put(257, 'ustar\0');
  put(263, '00');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return bytes;
}

/** "LENGTH path=PATH\n", where LENGTH counts itself. */
function paxRecord(path: string): Uint8Array<ArrayBuffer> {
  const record = encoder.encode(` path=${path}\n`);
  let length = record.length;
  while (record.length + String(length).length !== length) length = record.length + String(length).length;
  return encoder.encode(`${length} path=${path}\n`);
}

/**
 * Packs files into one POSIX.1-2001 tar. The result refers to the files instead of holding them, so that a gigabyte of
 * photos is sent straight from the disk. Times and owners are left out: the archive depends on names and contents only.
 */
export function packTar(entries: readonly TarEntry[]): Blob {
  const parts: BlobPart[] = [];
  for (const { path, content } of entries) {
    const name = encoder.encode(path);
    if (name.length > 100 || name.length !== path.length) {
      const record = paxRecord(path);
      parts.push(header(encoder.encode('path'), record.length, 'x'), record, padding(record.length));
    }
    parts.push(header(name, content.size, '0'), content, padding(content.size));
  }
  parts.push(new Uint8Array(2 * block));
  return new Blob(parts, { type: 'application/octet-stream' });
}
