import type { Segment, Waveform } from '@/model/entities';
import type { Stretch } from '@/model/stretch';
import { packWav } from '@/model/wav';
import { shapeOf } from '@/model/waveform';
import { fakeHash, madeUpRate } from './world';

export const soundClasses = ['chirp', 'hum', 'knock'] as const;
const mostSamples = madeUpRate * 600;

function dice(hash: string): (index: number) => number {
  return (index) => parseInt(fakeHash(`${hash} ${index}`).slice(0, 6), 16) / 0xffffff;
}

/** What is to be heard in the made-up recording of a hash. */
export function eventsIn(hash: string, seconds: number): Segment[] {
  const digit = dice(hash);
  const count = Math.max(1, Math.min(400, Math.round(seconds / 2.5)));
  const room = seconds / count;
  return Array.from({ length: count }, (_, k) => {
    const length = room * (0.3 + 0.4 * digit(3 * k));
    const begin = k * room + (room - length) * digit(3 * k + 1);
    const name = soundClasses[Math.floor(digit(3 * k + 2) * 2.999)] ?? 'hum';
    return { name, begin: Math.round(begin * 1000) / 1000, seconds: Math.round(length * 1000) / 1000 };
  });
}

/** How loud it is at a time, from 0 to 1. */
function loudness(events: readonly Segment[], time: number): number {
  const event = events.find(({ begin, seconds }) => time >= begin && time < begin + seconds);
  if (!event) return 0.02;
  const share = (time - event.begin) / event.seconds;
  if (event.name === 'knock') return Math.exp(-8 * ((share * 4) % 1));
  return 0.75 * Math.sin(Math.PI * share) ** 0.5 * (event.name === 'hum' ? 0.6 : 1);
}

function sampleAt(events: readonly Segment[], time: number, noise: number): number {
  const event = events.find(({ begin, seconds }) => time >= begin && time < begin + seconds);
  const since = event ? time - event.begin : 0;
  const tones: Readonly<Record<string, number>> = {
    chirp: Math.sin(2 * Math.PI * (800 + 700 * since) * since),
    hum: Math.sin(2 * Math.PI * 180 * since) * 0.7 + Math.sin(2 * Math.PI * 360 * since) * 0.3,
  };
  return loudness(events, time) * (tones[event?.name ?? ''] ?? noise);
}

/** The samples of a stretch. */
export function madeUpSamples(hash: string, length: number, { begin, seconds }: Stretch): Float32Array {
  const events = eventsIn(hash, length).filter(
    (event) => event.begin < begin + seconds && event.begin + event.seconds > begin,
  );
  let state = 1;
  return Float32Array.from({ length: Math.min(mostSamples, Math.round(seconds * madeUpRate)) }, (_, k) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return sampleAt(events, begin + k / madeUpRate, state / 2 ** 31 - 1);
  });
}

export function madeUpWaveform(hash: string, length: number, stretch: Stretch, points: number): Waveform {
  const { begin, seconds } = stretch;
  if (seconds <= 2) {
    const shape = shapeOf(madeUpSamples(hash, length, stretch), madeUpRate, points);
    return { ...shape, begin };
  }
  const events = eventsIn(hash, length);
  const digit = dice(hash);
  const highs = Array.from({ length: points }, (_, k) => {
    const time = begin + ((k + 0.5) * seconds) / points;
    return Math.round(127 * loudness(events, time) * (0.85 + 0.15 * digit(k % 97)));
  });
  return { rate: madeUpRate, begin, seconds, highs, lows: highs.map((high) => -high) };
}

/** Bars where something is to be heard, as high as it is. */
export function drawSpectrogram(hash: string, length: number, stretch: Stretch): string {
  const bands = { chirp: [20, 55], hum: [92, 118], knock: [10, 120] } as const;
  const bars = eventsIn(hash, length)
    .filter(
      ({ begin, seconds }) => begin < stretch.begin + stretch.seconds && begin + seconds > stretch.begin,
    )
    .map(({ name, begin, seconds }) => {
      const [top, bottom] = bands[name as keyof typeof bands];
      const x = ((begin - stretch.begin) / stretch.seconds) * 1000;
      const width = (seconds / stretch.seconds) * 1000;
      return `<rect x="${x}" y="${top}" width="${width}" height="${bottom - top}" fill="hsl(${name === 'hum' ? 40 : 18} 90% 62%)" opacity=".8"/>`;
    });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 128" width="512" height="128" preserveAspectRatio="none"><rect width="1000" height="128" fill="#160b33"/>${bars.join('')}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const audio = new Map<string, string>();

/** Address of the made-up recording; made when it is asked for the first time. */
export function madeUpAudio(hash: string, seconds: number): string {
  const known = audio.get(hash);
  if (known) return known;
  const made = URL.createObjectURL(packWav(madeUpSamples(hash, seconds, { begin: 0, seconds }), madeUpRate));
  audio.set(hash, made);
  return made;
}
