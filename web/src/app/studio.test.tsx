import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { addDemo, memoryServices, type World } from '@/api/memory';
import type { Services } from '@/api/services';
import type { SessionState } from '@/model/entities';
import { Problem } from '@/model/problem';
import { plugInMicrophone } from '@/testing/microphone';
import { type CreateServices, Studio } from './studio';

function open(hash: string, session: SessionState = 'logged-in', upload?: Services['data']['upload']) {
  window.location.hash = hash;
  let world: World | undefined;
  const createServices: CreateServices = (language) => {
    const memory = memoryServices({ language, pace: 0, session });
    addDemo(memory.world);
    world = memory.world;
    const { services } = memory;
    return upload ? { ...services, data: { ...services.data, upload } } : services;
  };
  render(<Studio createServices={createServices} />);
  return { user: userEvent.setup(), world: () => world };
}

test('the line of steps leads through a project', async () => {
  const { user } = open('#/projects/Recycling/data');
  const line = within(await screen.findByRole('navigation', { name: 'Steps' }));
  expect(line.getByRole('link', { current: 'step' }).textContent).toContain('Data');
  expect(line.getByRole('link', { name: /Train/ }).textContent).toContain('(next)');
  await user.click(line.getByRole('link', { name: /Verify/ }));
  expect(await screen.findByText('No model yet')).toBeDefined();
});

test('the language switches the page, the server’s texts and <html lang>', async () => {
  const { user } = open('#/projects/Recycling/data');
  expect(await screen.findByText('Some classes have fewer than 20 pictures.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: '切换到中文' }));
  expect(await screen.findByText('部分类别不足 20 张图片。')).toBeDefined();
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(screen.getByRole('heading', { level: 1, name: '数据' })).toBeDefined();
});

test('who is not logged in sees the login page, and then the page that was asked for', async () => {
  const { user } = open('#/projects/Recycling/train', 'logged-out');
  await user.type(await screen.findByLabelText('Password'), 'correct horse{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: 'Train' })).toBeDefined();
});

test('the set-up link leads to the projects', async () => {
  const { user, world } = open('#/setup/abc', 'setup-needed');
  await user.type(await screen.findByLabelText('Password'), 'long enough');
  await user.type(screen.getByLabelText('Password again'), 'long enough{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: 'Projects' })).toBeDefined();
  expect(world()?.session).toBe('logged-in');
});

test('before set-up, any other address says where the link is', async () => {
  open('#/', 'setup-needed');
  expect(await screen.findByText('Almost there')).toBeDefined();
});

test('a project is deleted only when nothing of it is live', async () => {
  const { user, world } = open('#/projects/Clothing/data');
  await user.click(await screen.findByRole('button', { name: 'Delete project' }));
  const ask = () =>
    user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete project' }));
  await ask();
  expect((await screen.findByRole('alert')).textContent).toContain('Unpublish it first.');
  act(() => {
    world()?.releases.clear();
  });
  await ask();
  expect(await screen.findByRole('heading', { level: 1, name: 'Projects' })).toBeDefined();
  expect(world()?.projects.has('Clothing')).toBe(false);
});

test('uploads and takes outlast their page, and the window asks before it closes', async () => {
  const microphone = plugInMicrophone();
  let fail: (problem: Problem) => void = () => undefined;
  const { user } = open(
    '#/projects/Workshop/data',
    'logged-in',
    () => new Promise((_, reject) => (fail = reject)),
  );
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const zone = await screen.findByRole('group', { name: 'Add recordings' });
  expect(asks()).toBe(false);
  fireEvent.drop(zone, { dataTransfer: { items: [], files: [new File(['1'], '1.wav')] } });
  expect(await screen.findByRole('progressbar', { name: 'Sending 1.wav' })).toBeDefined();
  expect(asks()).toBe(true);
  const record = () => within(screen.getByRole('region', { name: 'Record them here' }));
  await user.click(record().getByRole('button', { name: 'Record' }));
  const stop = await record().findByRole('button', { name: 'Stop' });
  act(microphone.speak);
  await user.click(stop);

  const line = () => within(screen.getByRole('navigation', { name: 'Steps' }));
  await user.click(line().getByRole('link', { name: /Train/ }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Train' })).toBeDefined();
  fail(new Problem({ code: 'disk-full', message: 'The disk is full.', hint: '' }, 507));
  await user.click(line().getByRole('link', { name: /Data/ }));
  expect(await screen.findByText('The disk is full.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Play Take 1' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(asks()).toBe(true);

  // Nothing of a project outlasts the project.
  const revoke = vi.spyOn(URL, 'revokeObjectURL');
  await user.click(screen.getByRole('button', { name: 'Delete project' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete project' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Projects' })).toBeDefined();
  expect(revoke).toHaveBeenCalledOnce();
  expect(asks()).toBe(false);
});

test('an unknown address or project is said to be one', async () => {
  open('#/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeDefined();
  act(() => {
    window.location.hash = '#/projects/Ghosts';
  });
  expect((await screen.findByRole('alert')).textContent).toContain('There is no project "Ghosts".');
});
