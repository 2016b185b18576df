import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packTar } from './tar';

test('the system’s tar unpacks what was packed', async () => {
  const files: Record<string, string> = {
    'cat/1.jpg': 'meow',
    '茶饼病/照片 1.jpg': 'x'.repeat(512),
    [`${'deep/'.repeat(30)}leaf.png`]: 'y'.repeat(513),
    'empty.jpg': '',
    [`${'n'.repeat(86)}.jpg`]: 'path record of 100 bytes',
    [`${'é'.repeat(40)}.jpg`]: 'é',
  };
  const folder = mkdtempSync(join(tmpdir(), 'easel-tar-'));
  try {
    const tar = packTar(Object.entries(files).map(([path, text]) => ({ path, content: new Blob([text]) })));
    expect(tar.size % 512).toBe(0);
    writeFileSync(join(folder, 'a.tar'), Buffer.from(await tar.arrayBuffer()));
    execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder });
    for (const [path, text] of Object.entries(files))
      expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
