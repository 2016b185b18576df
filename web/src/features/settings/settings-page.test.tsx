import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { createWorld, show } from '@/testing/render';
import { SettingsPage } from './settings-page';

const page = <SettingsPage theme="system" onTheme={() => undefined} onLoggedOut={() => undefined} />;

test('a token is made, shown once and revoked', async () => {
  const { services, world } = createWorld();
  const user = show(page, services);
  const tokens = (await screen.findByRole('heading', { name: 'API tokens' })).closest('section');
  if (!tokens) throw new Error('no section');
  await user.type(within(tokens).getByLabelText('Name'), 'till');
  await user.click(within(tokens).getByRole('button', { name: 'Create' }));
  expect((await within(tokens).findByRole('region')).textContent).toMatch(/^ezl_[0-9a-f]+$/);
  await user.click(await within(tokens).findByRole('button', { name: 'Revoke till' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
  expect(await within(tokens).findByText('No tokens yet.')).toBeDefined();
  expect(world.tokens).toEqual([]);
});

test('both parts of an EasyDL key are shown', async () => {
  const { services } = createWorld();
  const user = show(page, services);
  const keys = (await screen.findByRole('heading', { name: 'EasyDL keys' })).closest('section');
  if (!keys) throw new Error('no section');
  await user.type(within(keys).getByLabelText('Name'), 'old app{Enter}');
  expect((await within(keys).findByRole('region')).textContent).toMatch(/API Key: \w+\nSecret Key: \w+/);
});

test('the language changes at once', async () => {
  const user = show(page);
  await user.click(screen.getByRole('button', { name: /Language/ }));
  await user.click(await screen.findByRole('option', { name: '中文' }));
  expect(await screen.findByRole('heading', { name: '设置' })).toBeDefined();
});

test('logging out ends the session', async () => {
  const { services, world } = createWorld();
  const onLoggedOut = vi.fn();
  const user = show(
    <SettingsPage theme="system" onTheme={() => undefined} onLoggedOut={onLoggedOut} />,
    services,
  );
  await user.click(screen.getByRole('button', { name: 'Log out' }));
  await vi.waitFor(() => expect(onLoggedOut).toHaveBeenCalledOnce());
  expect(world.session).toBe('logged-out');
});
