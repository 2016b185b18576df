// Object detection before the real server: an archive with boxes → training → threshold and pictures → suggestions → camera →
// publish → the shown command lines, run for real.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { drawScenes, vocFiles } from './scenes.mjs';
import { Server } from './server.mjs';
import { Studio, password } from './studio.mjs';
import { makeZip } from './zip.mjs';

const run = promisify(execFile);
const minutes = 60_000;
const labelled = 60;
const unlabelled = 4;

async function callAsShown(line, folder) {
  const { stdout } = await run('bash', ['-c', line], { cwd: folder });
  return JSON.parse(stdout);
}

const isBox = ({ name, score, location: { left, top, width, height } }) =>
  ['disc', 'bar'].includes(name) && score > 0 && width > 0 && height > 0 && left >= 0 && top >= 0 && left + width <= 321 && top + height <= 241;

async function walk(server, studio, folder) {
  const { page } = studio;
  const shot = (name) => studio.screenshot(`detection-${name}`);
  await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
  await studio.logIn(server.url);
  const scenes = await drawScenes(page, labelled + unlabelled);
  await writeFile(join(folder, 'boxes.zip'), makeZip(vocFiles(scenes.slice(0, labelled))));
  const loose = scenes.slice(labelled).map(({ name, jpeg }) => ({ path: name, content: jpeg }));
  await writeFile(join(folder, 'loose.zip'), makeZip(loose));
  await writeFile(join(folder, 'photo.jpg'), scenes[labelled].jpeg);

  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('radio', { name: /^Object detection/ }).click({ force: true });
  await page.getByLabel('Name', { exact: true }).fill('Shapes');
  await shot('0-create');
  await page.getByRole('button', { name: 'Create project' }).click();
  const zone = page.getByRole('group', { name: 'Add pictures' });
  await studio.drop(zone, [join(folder, 'boxes.zip')]);
  await page.getByText(`${labelled} pictures added`).waitFor({ timeout: minutes });
  await studio.drop(zone, [join(folder, 'loose.zip')]);
  await page.getByText(`${unlabelled} pictures added`).waitFor({ timeout: minutes });
  const count = (name) => scenes.slice(0, labelled).flatMap(({ boxes }) => boxes).filter((box) => box.name === name).length;
  for (const name of ['disc', 'bar']) await page.getByRole('button', { name: new RegExp(`^${name}\\s*${count(name)}$`) }).waitFor();
  await page.locator('.drawn-box').first().waitFor();
  await shot('1-data');

  await page.getByRole('link', { name: 'Go on to training' }).click();
  await page.getByLabel(/^Time limit/).fill('60s');
  await shot('2-form');
  await page.getByRole('button', { name: 'Train' }).click();
  const end = page.getByText('Your model is ready').or(page.getByRole('alert'));
  await end.waitFor({ timeout: 5 * minutes });
  assert.match(await end.textContent(), /Your model is ready/);
  await page.getByText(/It reached an mAP50 of/).waitFor();
  await shot('3-trained');
  await page.getByRole('link', { name: 'Look at the result' }).click();

  await page.getByText('Picture by picture').waitFor();
  const tally = page.locator('.tally');
  const before = await tally.textContent();
  await page.getByRole('slider', { name: 'Threshold' }).focus();
  await page.keyboard.press('End');
  await page.waitForFunction((text) => document.querySelector('.tally').textContent !== text, before);
  await page.getByRole('button', { name: /^Back to the recommended/ }).click();
  assert.equal(await tally.textContent(), before);
  await shot('4-report');
  await studio.checkAccessibility('the report of a detector');
  await page.getByRole('button', { name: /^Enlarge/ }).first().click();
  await page.getByRole('dialog').locator('.drawn-box').first().waitFor();
  await studio.checkAccessibility('an enlarged picture');
  await page.keyboard.press('Escape');
  const tryBox = page.getByRole('group', { name: 'Try a picture' });
  await tryBox.scrollIntoViewIfNeeded();
  await studio.drop(tryBox, [join(folder, 'photo.jpg')]);
  await page.locator('.detect-box .boxed-picture').waitFor();
  await shot('5-tried');
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.locator('.detect-box').getByRole('img', { name: 'Camera' }).waitFor();
  await page.getByRole('button', { name: 'Stop the camera' }).click();

  // The newest model proposes boxes for what is not labelled yet.
  const { items } = await server.ask('GET', '/projects/Shapes/items?unlabelled=true');
  const proposals = await Promise.all(items.map(async ({ id }) => (await server.ask('GET', `/projects/Shapes/items/${id}/suggestions`)).results));
  const sum = proposals.flat().length;
  assert.ok(proposals.flat().every(isBox));
  await page.goto(`${server.url}/#/projects/Shapes/label`);
  await page.locator('.canvas-pane:focus').waitFor();
  if (sum > 0) await page.getByRole('region', { name: 'Suggestions' }).or(page.getByText('No boxes yet.')).first().waitFor();
  await shot('6-suggestions');
  for (let k = 0; k < unlabelled; ++k) {
    // They come a moment after the picture; there may be none.
    await page.getByRole('region', { name: 'Suggestions' }).waitFor({ timeout: 8000 }).catch(() => {});
    await page.keyboard.press('Shift+Enter');
    if (k + 1 < unlabelled) await page.keyboard.press('d');
  }
  const boxesOf = async ({ id }) => (await server.ask('GET', `/projects/Shapes/items/${id}/boxes`)).boxes.length;
  for (let k = 0; k < 100; ++k) {
    const accepted = (await Promise.all(items.map(boxesOf))).reduce((total, number) => total + number, 0);
    if (accepted === sum) break;
    assert.ok(k < 99, `${accepted} of ${sum} suggestions were accepted`);
    await page.waitForTimeout(100);
  }

  await page.goto(`${server.url}/#/projects/Shapes/publish`);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Create a token' }).click();
  const line = page.getByRole('region', { name: 'Command line' });
  await line.filter({ hasNotText: 'Bearer TOKEN' }).waitFor();
  const answer = await callAsShown(`${await line.textContent()} --silent --show-error`, folder);
  assert.ok(answer.results.every(isBox));
  await page.getByRole('tab', { name: 'EasyDL protocol' }).click();
  await page.getByRole('button', { name: 'Create an API key' }).click();
  const easydl = page.getByRole('region', { name: 'EasyDL protocol' }).first();
  await easydl.filter({ hasNotText: 'API_KEY' }).waitFor();
  const [token, ...question] = (await easydl.textContent()).split('\n');
  const { access_token: access } = await callAsShown(`${token} --silent --show-error`, folder);
  const old = await callAsShown(question.join('\n').replace('ACCESS_TOKEN', access).replace('curl ', 'curl --silent '), folder);
  assert.deepEqual(old.results.map(({ name }) => name), answer.results.map(({ name }) => name), 'both protocols give one answer');
  await shot('7-published');
  await studio.checkAccessibility('a published detector');
}

test('from an archive with boxes to a detector that programs call', { timeout: 12 * minutes }, () =>
  Server.with((server) => Studio.with({ camera: true }, async (studio) => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-shapes-'));
    try {
      await walk(server, studio, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  })));
