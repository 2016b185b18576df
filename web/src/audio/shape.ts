import type { Waveform } from '@/model/entities';
import { shapeOf } from '@/model/waveform';

/** Larger files would fill the memory when they are unpacked. */
const mostBytes = 24e6;

/** The shape of a sound file that is not on the server; undefined when the browser cannot read it, or it is large. */
export async function shapeOfFile(file: Blob, points: number): Promise<Waveform | undefined> {
  if (file.size > mostBytes) return undefined;
  // Unpacks without playing; its own rate is of no matter.
  const context = new OfflineAudioContext(1, 1, 16_000);
  const bytes = await file.arrayBuffer();
  const buffer = await context.decodeAudioData(bytes).catch(() => undefined);
  return buffer && shapeOf(buffer.getChannelData(0), buffer.sampleRate, points);
}
