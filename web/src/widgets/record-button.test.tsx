import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { plugInMicrophone } from '@/testing/microphone';
import { show } from '@/testing/render';
import { RecordButton } from './record-button';

test('pressed again while the user is asked, one microphone is opened, and turned off with the page', async () => {
  const microphone = plugInMicrophone({ asks: true });
  const onTake = vi.fn();
  const user = show(<RecordButton onTake={onTake} />);
  const press = (name: string) => user.click(screen.getByRole('button', { name }));
  await press('Record');
  await press('Record');
  microphone.allow();
  await screen.findByRole('button', { name: 'Stop' });
  expect(microphone.open()).toBe(1);
  act(microphone.speak);
  await press('Stop');
  expect(onTake).toHaveBeenCalledOnce();
  cleanup();
  await waitFor(() => expect(microphone.open()).toBe(0));
});

test('an unplugged microphone ends the take, is said to be gone, and another one is taken next', async () => {
  const microphone = plugInMicrophone();
  const onTake = vi.fn();
  const user = show(<RecordButton onTake={onTake} />);
  await user.click(screen.getByRole('button', { name: 'Record' }));
  await screen.findByRole('button', { name: 'Stop' });
  act(microphone.speak);
  act(microphone.unplug);
  expect(await screen.findByText(/The microphone cannot be used/)).toBeDefined();
  expect(onTake).toHaveBeenCalledOnce();
  await user.click(screen.getByRole('button', { name: 'Record' }));
  await screen.findByRole('button', { name: 'Stop' });
  expect(microphone.open()).toBe(1);
  expect(screen.queryByText(/The microphone cannot be used/)).toBeNull();
});

test('an empty take is said to be one', async () => {
  plugInMicrophone();
  const onTake = vi.fn();
  const user = show(<RecordButton onTake={onTake} />);
  await user.click(screen.getByRole('button', { name: 'Record' }));
  await user.click(await screen.findByRole('button', { name: 'Stop' }));
  expect(await screen.findByText(/Nothing was recorded/)).toBeDefined();
  expect(onTake).not.toHaveBeenCalled();
});
