// Recordings that tests make up: noise whose every moment is different, and tones of three classes by several "speakers".

/** The same numbers in every run. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Noise between -0.5 and 0.5, with a louder second in every minute to be seen from afar. */
export function noise(seconds, rate, seed = 7) {
  const roll = dice(seed);
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, k) => {
    const loud = Math.floor(k / rate) % 60 === 0 ? 0.9 : 0.35;
    return roll() * loud;
  });
}

/** One channel, 16 bits. */
export function wav(samples, rate) {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let k = 0; k < samples.length; ++k) bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, samples[k])) * 32767), 44 + 2 * k);
  return bytes;
}

export const classes = ['buzz', 'rise', 'ticks'];
export const speakers = ['anna', 'bert', 'cleo'];
const rate = 16_000;

/** A clip of a class, by a speaker with a pitch of their own. */
function clip(name, speaker, take) {
  const roll = dice(1000 * take + 100 * speaker + classes.indexOf(name));
  const seconds = 0.8 + 0.2 * roll();
  const pitch = 180 + 70 * speaker + 20 * roll();
  let phase = 0;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, k) => {
    const share = k / (seconds * rate);
    const fade = Math.min(1, 12 * share, 12 * (1 - share));
    const hiss = 0.02 * roll();
    if (name === 'ticks') return hiss + (k % Math.round(rate / (6 + speaker)) < 160 ? 0.6 * roll() : 0);
    const frequency = name === 'rise' ? pitch * (1 + 4 * share) : pitch;
    phase += (2 * Math.PI * frequency) / rate;
    const wave = name === 'buzz' ? Math.sign(Math.sin(phase)) * 0.3 : Math.sin(phase) * 0.5;
    return hiss + fade * wave;
  });
}

/** Files of an archive with a folder for each class; the speaker is in the name. */
export function clips(each, first = 0) {
  return classes.flatMap((name) => speakers.flatMap((speaker, index) =>
    Array.from({ length: each }, (_, k) => ({
      path: `${name}/${name}-${speaker}-${first + k}.wav`,
      content: wav(clip(name, index, first + k), rate),
    }))));
}
