const headBytes = 44;

/** One channel of samples between -1 and 1 as a WAV file of 16 bits; what is louder is cut. */
export function packWav(samples: Float32Array, rate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(headBytes + 2 * samples.length));
  const text = (offset: number, letters: string) => {
    for (const [index, letter] of [...letters].entries())
      bytes.setUint8(offset + index, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  bytes.setUint32(4, bytes.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); // plain samples
  bytes.setUint16(22, 1, true); // channel
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, 2 * rate, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, 2 * samples.length, true);
  for (const [index, sample] of samples.entries()) {
    const cut = Math.max(-1, Math.min(1, sample));
    bytes.setInt16(headBytes + 2 * index, Math.round(cut * 32767), true);
  }
  return new Blob([bytes.buffer], { type: 'audio/wav' });
}
