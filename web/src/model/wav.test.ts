import { expect, test } from 'vitest';
import { packWav } from './wav';

test('samples become 16 bits behind a head that tells how many there are', async () => {
  const file = packWav(new Float32Array([0, 0.5, -1, 1.5]), 16_000);
  expect(file.type).toBe('audio/wav');
  const bytes = new DataView(await file.arrayBuffer());
  expect(bytes.byteLength).toBe(44 + 8);
  const text = (offset: number) =>
    String.fromCharCode(...[0, 1, 2, 3].map((index) => bytes.getUint8(offset + index)));
  expect([text(0), text(8), text(12), text(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
  expect([bytes.getUint32(4, true), bytes.getUint32(40, true)]).toEqual([44, 8]);
  expect([bytes.getUint16(22, true), bytes.getUint32(24, true), bytes.getUint16(34, true)]).toEqual([
    1, 16_000, 16,
  ]);
  expect([0, 1, 2, 3].map((index) => bytes.getInt16(44 + 2 * index, true))).toEqual([
    0, 16384, -32767, 32767,
  ]);
});
