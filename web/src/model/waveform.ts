import type { Waveform } from './entities';

const full = 127;

/** The shape of samples between -1 and 1, in so many points. */
export function shapeOf(samples: Float32Array, rate: number, points: number): Waveform {
  const lows: number[] = [];
  const highs: number[] = [];
  const count = Math.max(1, Math.min(points, samples.length));
  for (let point = 0; point < count; ++point) {
    const [from, to] = [point, point + 1].map((place) => Math.floor((place * samples.length) / count));
    let [low, high] = [0, 0];
    for (let k = from ?? 0; k < (to ?? 0); ++k) {
      const sample = samples[k] ?? 0;
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    lows.push(Math.max(-128, Math.round(low * full)));
    highs.push(Math.min(full, Math.round(high * full)));
  }
  return { rate, begin: 0, seconds: samples.length / rate, lows, highs };
}

/**
 * An SVG path around a waveform in a frame of so many units, its middle at half the height. Quiet recordings are made taller,
 * up to `most` times, so that one sees where something is.
 */
export function outlineOf({ lows, highs }: Waveform, width: number, height: number, most = 4): string {
  const count = highs.length;
  if (count === 0) return '';
  const peak = Math.max(...highs.map(Math.abs), ...lows.map(Math.abs), 1);
  const unit = (height / 2 / full) * Math.min(most, (0.92 * full) / peak);
  const x = (index: number) => ((index + 0.5) * width) / count;
  const place = (index: number, value: number) =>
    `${x(index).toFixed(1)} ${(height / 2 - value * unit).toFixed(1)}`;
  // A line of some width even in silence.
  const hair = height / 160;
  const upper = highs.map((high, index) => place(index, Math.max(high, hair / unit)));
  const lower = lows.map((low, index) => place(index, Math.min(low, -hair / unit)));
  return `M${[...upper, ...lower.reverse()].join('L')}Z`;
}
