// A training goes on while its page is reloaded, and while the server dies and comes back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { samples, zipOf } from './samples.mjs';
import { Server } from './server.mjs';
import { Studio, password } from './studio.mjs';

const minutes = 60_000;

/** Starts a training by the page and calls `disturb` while it runs; the page must show the model in the end. */
function trainThrough(disturb) {
  return Server.with((server) => Studio.with({}, async (studio) => {
    const { page } = studio;
    await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
    await server.addProject('Clothes', await zipOf(await samples(4, 40)));
    await studio.logIn(`${server.url}/#/projects/Clothes/train`);
    await page.getByRole('button', { name: 'Train' }).click();
    await page.getByRole('progressbar').waitFor();
    await disturb({ server, page });
    await page.getByText('Your model is ready').waitFor({ timeout: 5 * minutes });
    await page.getByRole('img', { name: /^Accuracy/ }).first().waitFor();
    assert.equal((await server.ask('GET', '/projects/Clothes/models')).length, 1, 'one training gives one model');
    await page.getByRole('link', { name: 'Look at the result' }).click();
    await page.getByText(/very likely between/).waitFor();
  }));
}

test('a reload finds the running training again', { timeout: 10 * minutes }, () => trainThrough(async ({ page }) => {
  await page.reload();
  await page.getByRole('progressbar').or(page.getByText('Your model is ready')).first().waitFor();
}));

test('the open page takes up the training of a server that was killed and came back', { timeout: 10 * minutes }, () =>
  trainThrough(async ({ server, page }) => {
    await server.kill();
    await page.waitForTimeout(1500);
    await server.restart();
  }));
