import { expect, test, vi } from 'vitest';
import { Player } from './player';

/** An audio element that jsdom can play. */
function makeAudio() {
  const audio = document.createElement('audio');
  const state = { paused: true, time: 0, ready: 0 };
  Object.defineProperties(audio, {
    paused: { get: () => state.paused },
    readyState: { get: () => state.ready },
    currentTime: {
      get: () => state.time,
      set: (time: number) => {
        state.time = time;
      },
    },
  });
  audio.play = async () => {
    state.paused = false;
    audio.dispatchEvent(new Event('play'));
  };
  audio.pause = () => {
    state.paused = true;
    audio.dispatchEvent(new Event('pause'));
  };
  const load = () => {
    state.ready = 1;
    audio.dispatchEvent(new Event('loadedmetadata'));
  };
  return { audio, state, load };
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
