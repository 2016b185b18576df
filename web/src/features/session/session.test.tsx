import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { createWorld, show } from '@/testing/render';
import { LoginPage } from './login-page';
import { SetupPage } from './setup-page';

test('the first password is checked before it is sent', async () => {
  const { services, world } = createWorld();
  world.session = 'setup-needed';
  const onDone = vi.fn();
  const user = show(<SetupPage token="t" onDone={onDone} />, services);
  await user.type(screen.getByLabelText('Password'), 'short');
  await user.click(screen.getByRole('button', { name: 'Start' }));
  expect(screen.getAllByText('At least 8 characters.').length).toBeGreaterThan(1);
  await user.clear(screen.getByLabelText('Password'));
  await user.type(screen.getByLabelText('Password'), 'long enough');
  await user.click(screen.getByRole('button', { name: 'Start' }));
  expect(screen.getByText('The two passwords differ.')).toBeDefined();
  expect(onDone).not.toHaveBeenCalled();
  await user.type(screen.getByLabelText('Password again'), 'long enough{Enter}');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(world).toMatchObject({ session: 'logged-in', password: 'long enough' });
});

test('a link that was used says so', async () => {
  const { services } = createWorld();
  const user = show(<SetupPage token="used" onDone={() => undefined} />, services);
  await user.type(screen.getByLabelText('Password'), 'long enough');
  await user.type(screen.getByLabelText('Password again'), 'long enough{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Log in with your password.');
});

test('a wrong password is refused, the right one let in', async () => {
  const { services, world } = createWorld();
  world.session = 'logged-out';
  const onDone = vi.fn();
  const user = show(<LoginPage onDone={onDone} />, services);
  await user.type(screen.getByLabelText('Password'), 'wrong{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('password-wrong');
  await user.clear(screen.getByLabelText('Password'));
  await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}');
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
});
