import { expect, test, vi } from 'vitest';
import { Player } from './player';

/** An audio element that jsdom can play. */
function makeAudio() {
  const audio = document.createElement('audio');
  const state = { paused: true, time: 0, ready: 0, failed: false };
  Object.defineProperties(audio, {
    paused: { get: () => state.paused },
    error: { get: () => (state.failed ? { code: 4 } : null) },
    readyState: { get: () => state.ready },
    currentTime: {
      get: () => state.time,
      set: (time: number) => {
        state.time = time;
      },
    },
  });
  audio.play = async () => {
    if (state.failed) throw new DOMException('no source', 'NotSupportedError');
    state.paused = false;
    audio.dispatchEvent(new Event('play'));
  };
  audio.load = () => {
    Object.assign(state, { time: 0, ready: 0, failed: false });
    audio.playbackRate = 1;
  };
  audio.pause = () => {
    state.paused = true;
    audio.dispatchEvent(new Event('pause'));
  };
  const load = () => {
    state.ready = 1;
    audio.dispatchEvent(new Event('loadedmetadata'));
  };
  const fail = () => {
    state.failed = true;
    audio.dispatchEvent(new Event('error'));
  };
  const end = () => {
    audio.pause();
    audio.dispatchEvent(new Event('ended'));
  };
  return { audio, state, load, fail, end };
}

test('it seeks before anything is loaded', () => {
  const { audio, state, load } = makeAudio();
  const player = new Player(audio, () => undefined);
  player.open('sound.wav');
  player.seek(12.5);
  expect(player.position).toBe(12.5);
  expect(state.time).toBe(0);
  load();
  expect(state.time).toBe(12.5);
  player.close();
});

test('a loop goes back to its begin, a stretch ends at its end', async () => {
  const { audio, state, load } = makeAudio();
  const seen: number[] = [];
  const player = new Player(audio, (time) => seen.push(time));
  player.open('sound.wav');
  load();
  player.setLoop({ begin: 2, seconds: 1 });
  expect(state.time).toBe(2);
  player.toggle();
  expect(player.state().playing).toBe(true);
  state.time = 3.01;
  await vi.waitFor(() => expect(state.time).toBe(2));
  player.playStretch({ begin: 5, seconds: 0.5 });
  expect(state.time).toBe(5);
  state.time = 5.6;
  await vi.waitFor(() => expect(player.state().playing).toBe(false));
  expect(state.time).toBe(5.5);
  expect(seen).toContain(5);
  player.close();
});

test('a stretch that ends with the recording is played once, whatever is looped', async () => {
  const { audio, state, load, end } = makeAudio();
  const player = new Player(audio, () => undefined);
  player.open('sound.wav');
  load();
  player.setLoop({ begin: 2, seconds: 1 });
  player.playStretch({ begin: 5, seconds: 0.5 });
  state.time = 5.5;
  await vi.waitFor(() => expect(player.state().playing).toBe(false));
  // It is at its end, and says so late.
  end();
  expect(player.state().playing).toBe(false);
  expect(state.time).toBe(5.5);
  player.toggle();
  expect(state.time).toBe(2);
  player.close();
});

test('what could not be had is asked for again, from where it was and as fast', () => {
  const { audio, state, load, fail } = makeAudio();
  const player = new Player(audio, () => undefined);
  player.open('sound.wav');
  player.setSpeed(1.5);
  player.seek(7);
  fail();
  expect(player.state().problem).toBe(true);
  player.toggle();
  expect(player.state()).toMatchObject({ playing: true, problem: false });
  load();
  expect(state.time).toBe(7);
  expect(audio.playbackRate).toBe(1.5);
  // And when the server goes away in the middle.
  state.time = 8;
  fail();
  expect(player.state()).toMatchObject({ playing: false, problem: true });
  player.toggle();
  load();
  expect(state.time).toBe(8);
  expect(player.state().playing).toBe(true);
  player.close();
});

test('its speed goes through the list and stops at the ends', () => {
  const { audio } = makeAudio();
  const player = new Player(audio, () => undefined);
  player.changeSpeed(1);
  expect(audio.playbackRate).toBe(1.25);
  for (let k = 0; k < 9; ++k) player.changeSpeed(-1);
  expect(player.state().speed).toBe(0.5);
  expect(audio.preservesPitch).toBe(true);
  player.close();
});
