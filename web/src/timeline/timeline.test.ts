import { expect, test, vi } from 'vitest';
import { endAt, shifted } from './gesture';
import { timeCommandOf } from './keys';
import { layoutOf } from './layout';
import { SoundView } from './sound-view';
import { TileCache } from './tile-cache';
import { levelOf, nameOf, parentOf, pictureTiling, pointsOf, stretchOf, tilesIn, waveTiling } from './tiles';
import { fitted, kept, panned, toScreen, toTime, zoomed } from './view';

const key = (key: string, more: Partial<KeyboardEvent> = {}) =>
  timeCommandOf({
    key,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    ...more,
  } as KeyboardEvent);

test('zooming keeps what is under the pointer, and shows the recording and nothing else', () => {
  const view = fitted(1800, 900);
  expect(toTime(view, 450)).toBe(900);
  const near = zoomed(view, 40, 300);
  expect(toTime(near, 300)).toBeCloseTo(600);
  expect(kept(panned(near, 1e6), 1800, 900).begin).toBe(0);
  expect(toTime(kept(panned(near, -1e6), 1800, 900), 900)).toBeCloseTo(1800);
  expect(kept(zoomed(view, 0.1, 0), 1800, 900)).toEqual(view);
  // The nearest: a millisecond is plain to see.
  const nearest = kept(zoomed(view, 1e9, 0), 1800, 900);
  expect(toScreen(nearest, nearest.begin + 0.001)).toBeCloseTo(20);
});

test('tiles cover a recording without a gap, and coarser ones hold the finer ones', () => {
  const waves = waveTiling(44_100);
  for (const [tiling, scale] of [
    [waves, 0.5],
    [waves, 700],
    [pictureTiling, 0.5],
    [pictureTiling, 90],
  ] as const) {
    const level = levelOf(tiling, scale);
    const stretches = tilesIn(tiling, level, { begin: 0, seconds: 1800 }).flatMap(
      (tile) => stretchOf(tiling, tile, 1800) ?? [],
    );
    expect(stretches.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(1800);
    stretches.slice(1).forEach(({ begin }, index) => {
      const before = stretches[index] ?? { begin: 0, seconds: 0 };
      expect(begin).toBeCloseTo(before.begin + before.seconds);
    });
    const [tile = { level: 0, index: 0 }] = tilesIn(tiling, level, { begin: 1234.5, seconds: 0 });
    const parent = stretchOf(tiling, parentOf(tiling, tile, 3), 1e9);
    const child = stretchOf(tiling, tile, 1e9);
    expect(parent?.begin).toBeLessThanOrEqual(child?.begin ?? 0);
    expect((parent?.begin ?? 0) + (parent?.seconds ?? 0)).toBeGreaterThanOrEqual(
      (child?.begin ?? 0) + (child?.seconds ?? 0),
    );
  }
});

test('no tile is finer than what there is, nor longer than what the server draws', () => {
  expect(2 ** levelOf(waveTiling(16_000), 20_000)).toBeLessThan(2 * 16_000);
  expect(pictureTiling.seconds(levelOf(pictureTiling, 0.01))).toBeLessThanOrEqual(300);
  expect(pointsOf({ begin: 0, seconds: 1800 }, 0)).toBeLessThanOrEqual(4096);
  expect(stretchOf(pictureTiling, { level: 0, index: 7 }, 1792)).toBeUndefined();
});

test('the cache asks for a few at a time, gives up what is out of sight, and keeps to its bytes', async () => {
  const asked: string[] = [];
  const pending = new Map<string, { readonly done: () => void; readonly signal: AbortSignal }>();
  const dropped: string[] = [];
  const cache = new TileCache<string>(
    {
      load: (tile, signal) => {
        asked.push(nameOf(tile));
        return new Promise((resolve) => {
          pending.set(nameOf(tile), { done: () => resolve(nameOf(tile)), signal });
        });
      },
      bytesOf: () => 10,
      drop: (content) => dropped.push(content),
      onTile: () => undefined,
    },
    45,
  );
  const tiles = (first: number, count: number) =>
    Array.from({ length: count }, (_, k) => ({ level: 0, index: first + k }));
  cache.want(tiles(0, 6));
  expect(asked).toEqual(['0/0', '0/1', '0/2', '0/3']);
  pending.get('0/0')?.done();
  await vi.waitFor(() => expect(asked).toContain('0/4'));
  expect(cache.get({ level: 0, index: 0 })).toBe('0/0');
  cache.want(tiles(10, 3));
  expect(pending.get('0/1')?.signal.aborted).toBe(true);
  for (let first = 10; first < 40; first += 3) {
    cache.want(tiles(first, 3));
    for (let k = 0; k < 3; ++k) {
      await vi.waitFor(() => expect(pending.has(`0/${first + k}`)).toBe(true));
      pending.get(`0/${first + k}`)?.done();
    }
    await vi.waitFor(() => expect(cache.get({ level: 0, index: first + 2 })).toBeDefined());
    expect(cache.bytes).toBeLessThanOrEqual(45);
  }
  expect(dropped).toContain('0/0');
  cache.close();
  expect(cache.bytes).toBe(0);
});

test('what could not be loaded is tried again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  let fails = true;
  const load = vi.fn(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve('there')));
  const tools = { load, bytesOf: () => 1, drop: () => undefined, onTile: () => undefined };
  const cache = new TileCache<string>(tools, 10);
  cache.want([{ level: 0, index: 0 }]);
  await vi.advanceTimersByTimeAsync(100);
  expect(load).toHaveBeenCalledTimes(1);
  fails = false;
  await vi.advanceTimersByTimeAsync(4000);
  expect(cache.get({ level: 0, index: 0 })).toBe('there');
  vi.useRealTimers();
});

test('so is the look of the whole recording', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  const waveform = vi
    .fn()
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValue({ rate: 16_000, begin: 0, seconds: 5, lows: [-3], highs: [4] });
  const onTile = vi.fn();
  const spectrogram = () => Promise.reject(new Error('away'));
  const view = new SoundView({ seconds: 5, rate: 16_000, waveform, spectrogram }, onTile);
  await vi.advanceTimersByTimeAsync(100);
  expect(view.overview).toBeUndefined();
  await vi.advanceTimersByTimeAsync(4000);
  expect(view.overview?.seconds).toBe(5);
  expect(onTile).toHaveBeenCalledTimes(1);
  view.close();
  vi.useRealTimers();
});

test('ends are taken from nearby, that of a selected segment first, and narrow segments keep a middle', () => {
  const view = { begin: 0, scale: 100 };
  const segments = [
    { begin: 1, seconds: 1 },
    { begin: 2, seconds: 1 },
    { begin: 5, seconds: 0.06 },
  ];
  const at = (x: number, ...selected: number[]) => endAt(view, segments, new Set(selected), x);
  expect(at(104)).toEqual({ place: 0, side: -1 });
  expect(at(150)).toBeUndefined();
  expect(at(200, 0)).toEqual({ place: 0, side: 1 });
  expect(at(200, 1)).toEqual({ place: 1, side: -1 });
  expect(at(503)).toBeUndefined();
  expect(at(498)).toEqual({ place: 2, side: -1 });
});

test('segments that are moved stay in the recording together, and of one that is resized an end goes', () => {
  const before = new Map([
    [0, { begin: 1, seconds: 1 }],
    [3, { begin: 7, seconds: 2 }],
  ]);
  expect([...shifted(before, 0, 5, 10)]).toEqual([
    [0, { begin: 2, seconds: 1 }],
    [3, { begin: 8, seconds: 2 }],
  ]);
  expect([...shifted(new Map([[3, { begin: 7, seconds: 2 }]]), 1, 5, 10)]).toEqual([
    [3, { begin: 7, seconds: 3 }],
  ]);
});

test('keys are read on any layout', () => {
  expect(key('ArrowLeft')).toEqual({ name: 'move', by: -0.01, repeated: false });
  expect(key('ArrowRight', { shiftKey: true, repeat: true })).toEqual({
    name: 'move',
    by: 0.1,
    repeated: true,
  });
  expect(key('ArrowRight', { altKey: true })).toEqual({ name: 'resize', by: 0.01, repeated: false });
  expect(key('3')).toEqual({ name: 'class', index: 2 });
  expect(key('N')).toEqual({ name: 'next-segment' });
  expect(key('Tab')).toEqual({ name: 'step-on' });
  expect(key('Tab', { shiftKey: true })).toEqual({ name: 'step-back' });
  expect(key(' ')).toEqual({ name: 'play' });
  expect(key('z', { ctrlKey: true })).toEqual({ name: 'undo' });
  expect(key('y', { metaKey: true })).toEqual({ name: 'redo' });
  expect(key('Z', { ctrlKey: true, shiftKey: true })).toEqual({ name: 'redo' });
  expect(key('s', { ctrlKey: true })).toBeUndefined();
  expect(key('q')).toBeUndefined();
});

test('the parts of the editor lie below each other and fill it', () => {
  const { ruler, wave, picture, overview } = layoutOf({ width: 900, height: 600 });
  expect(wave.top).toBe(ruler.height);
  expect(picture.top).toBeGreaterThanOrEqual(wave.top + wave.height);
  expect(overview.top).toBeGreaterThanOrEqual(picture.top + picture.height);
  expect(overview.top + overview.height).toBe(600);
});
