// Every page in light and dark, wide and narrow: nothing for axe to complain about, nothing wider than the window.
import test from 'node:test';
import { samples, zipOf } from './samples.mjs';
import { Server } from './server.mjs';
import { Studio, password } from './studio.mjs';

const minutes = 60_000;

const pages = {
  projects: '#/',
  data: '#/projects/Clothes/data',
  'no data': '#/projects/Empty/data',
  train: '#/projects/Clothes/train',
  'nothing to train': '#/projects/Empty/train',
  verify: '#/projects/Clothes/verify',
  'nothing to verify': '#/projects/Empty/verify',
  publish: '#/projects/Clothes/publish',
  'publish form': '#/projects/Second/publish',
  settings: '#/settings',
  'unknown address': '#/nowhere',
  'unknown project': '#/projects/Ghost/data',
};

const themes = ['light', 'dark'];

async function fill(server) {
  await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
  const archive = await zipOf(await samples(3, 20));
  for (const name of ['Clothes', 'Second']) {
    await server.addProject(name, archive);
    await server.finish(await server.ask('POST', `/projects/${name}/train`, {}));
  }
  await server.ask('POST', '/projects', { name: 'Empty', task: 'image-classification' });
  await server.ask('PUT', '/releases/clothes', { project: 'Clothes', model: 0 });
  await server.ask('POST', '/tokens', { name: 'till' });
}

test('every page, in both themes, wide and narrow', { timeout: 15 * minutes }, (t) => Server.with(async (server) => {
  for (const colorScheme of themes) {
    await Studio.with({ colorScheme }, async (studio) => {
      await studio.page.goto(server.setup);
      await studio.page.getByLabel('Password again').waitFor();
      await studio.checkAccessibility(`setup ${colorScheme}`);
    });
  }
  await fill(server);
  for (const colorScheme of themes) {
    for (const width of [1280, 360]) {
      await Studio.with({ colorScheme, width }, async (studio) => {
        await studio.page.goto(server.url);
        await studio.page.getByLabel('Password').waitFor();
        await studio.checkAccessibility(`login ${colorScheme} ${width}`);
        await studio.logIn(server.url);
        for (const [name, hash] of Object.entries(pages)) {
          await t.test(`${name}, ${colorScheme}, ${width} px`, async () => {
            await studio.page.goto(`${server.url}/${hash}`);
            await studio.page.locator('main :is(h1, [role=alert])').first().waitFor();
            await studio.page.waitForLoadState('networkidle');
            await studio.screenshot(`page-${name.replaceAll(' ', '-')}-${colorScheme}-${width}`);
            await studio.checkAccessibility(name);
          });
        }
      });
    }
  }
}));
