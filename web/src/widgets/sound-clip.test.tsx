import { cleanup, screen } from '@testing-library/react';
import { Profiler } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ear } from '@/audio/ear';
import type { Clip } from '@/model/clip';
import { show } from '@/testing/render';
import { PlayButton } from './sound-clip';

const clip = (id: string): Clip => ({
  id,
  url: `${id}.wav`,
  shape: { queryKey: [id], queryFn: () => Promise.reject(new Error('not asked for')) },
});

afterEach(() => ear.stop());

test('a clip is heard no longer when it is gone', async () => {
  const user = show(<PlayButton clip={clip('hum')} name="hum" />);
  await user.click(screen.getByRole('button', { name: 'Play hum' }));
  expect(screen.getByRole('button', { name: 'Stop hum' })).toBeDefined();
  const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause');
  cleanup();
  expect(pause).toHaveBeenCalledOnce();
  pause.mockRestore();
});

test('a clip that goes does not stop another one', async () => {
  show(<PlayButton clip={clip('hum')} name="hum" />);
  await ear.play(clip('knock'));
  const pause = vi.spyOn(HTMLMediaElement.prototype, 'pause');
  cleanup();
  expect(pause).not.toHaveBeenCalled();
  pause.mockRestore();
});

test('while a clip plays, others are not drawn anew', async () => {
  const drawn = vi.fn();
  const user = show(
    <>
      <Profiler id="hum" onRender={drawn}>
        <PlayButton clip={clip('hum')} name="hum" />
      </Profiler>
      <PlayButton clip={clip('knock')} name="knock" />
    </>,
  );
  await user.click(screen.getByRole('button', { name: 'Play knock' }));
  drawn.mockClear();
  const frame = vi.fn();
  const leave = ear.subscribe(frame);
  await vi.waitFor(() => expect(frame.mock.calls.length).toBeGreaterThan(3));
  leave();
  expect(drawn).not.toHaveBeenCalled();
});
