// Sound classification before the real server: recordings come in by archive and by microphone → groups → training → listening to
// mistakes → trying by file and by microphone → publish → the shown command lines, run for real.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { Server } from './server.mjs';
import { classes, clips, speakers } from './sounds.mjs';
import { Studio, password } from './studio.mjs';
import { makeZip } from './zip.mjs';

const run = promisify(execFile);
const minutes = 60_000;
const each = 8; // clips of a class and speaker

async function callAsShown(line, folder) {
  const { stdout } = await run('bash', ['-c', line], { cwd: folder });
  return JSON.parse(stdout);
}

async function record(page, label, milliseconds) {
  await page.getByRole('button', { name: label, exact: true }).click();
  await page.getByRole('meter').waitFor();
  const level = async () => Number(await page.getByRole('meter').getAttribute('aria-valuenow'));
  for (let k = 0; k < 100 && (await level()) <= 5; ++k) await page.waitForTimeout(50);
  assert.ok((await level()) > 5, 'the microphone is heard');
  await page.waitForTimeout(milliseconds);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
}

async function fill(server, studio, folder) {
  const { page } = studio;
  const shot = (name) => studio.screenshot(`sound-flow-${name}`);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('radio', { name: /^Sound classification/ }).click({ force: true });
  await page.getByLabel('Name', { exact: true }).fill('Workshop');
  await shot('0-create');
  await page.getByRole('button', { name: 'Create project' }).click();
  const zone = page.getByRole('group', { name: 'Add recordings' });
  await zone.waitFor();
  await shot('1-empty');
  await studio.checkAccessibility('a sound project without data');
  await studio.drop(zone, [join(folder, 'clips.zip')]);
  const count = each * classes.length * speakers.length;
  await page.getByText(`${count} recordings added`).waitFor({ timeout: minutes });
  for (const name of classes) await page.getByRole('button', { name: new RegExp(`^${name}\\s*${each * speakers.length}$`) }).waitFor();
  await page.locator('.sound-tile path').first().waitFor();

  // The names tell groups.
  await shot('2-groups');
  await studio.checkAccessibility('groups that names tell');
  await page.getByRole('button', { name: 'Set these groups' }).click();
  await page.locator('.sound-group').first().waitFor();
  await page.getByRole('button', { name: 'Set these groups' }).waitFor({ state: 'detached' });
  const { items } = await server.ask('GET', '/projects/Workshop/items?limit=500');
  for (const { name, group } of items) assert.equal(group, speakers.find((speaker) => name.includes(speaker)));
  const [tile] = items;
  await page.getByRole('button', { name: `Select ${tile.name}` }).click();
  await page.getByRole('textbox', { name: 'Group' }).fill('dora');
  await page.getByRole('button', { name: 'Set group' }).click();
  await page.locator('.sound-group', { hasText: 'dora' }).waitFor();
  await server.ask('PATCH', `/projects/Workshop/items/${tile.id}`, { group: tile.group });
  await page.getByRole('button', { name: `Play ${tile.name}` }).click();
  await page.getByRole('button', { name: `Stop ${tile.name}` }).waitFor();
  await page.getByRole('button', { name: `Play ${tile.name}` }).waitFor();

  // Two takes by the microphone, one of them thrown away.
  await page.getByRole('combobox', { name: 'Class of loose recordings' }).fill('beep');
  await page.keyboard.press('Escape');
  await record(page, 'Record', 1200);
  await page.getByRole('button', { name: 'Play Take 1' }).waitFor();
  await record(page, 'Record', 800);
  await shot('2-takes');
  await studio.checkAccessibility('takes of a microphone');
  await page.getByRole('button', { name: 'Throw away Take 2' }).click();
  await page.getByRole('button', { name: 'Add 1 recording' }).click();
  await page.getByText('1 recording added').waitFor({ timeout: minutes });
  const beeps = await server.ask('GET', '/projects/Workshop/items?class=beep');
  assert.equal(beeps.total, 1);
  const { seconds, rate, peak } = beeps.items[0].sound;
  assert.ok(seconds > 0.9 && seconds < 6, `the take is ${seconds} s long`);
  assert.ok(rate >= 8000 && peak > 0.01, 'something was heard');
  await server.ask('DELETE', `/projects/Workshop/items/${beeps.items[0].id}`);
  await page.reload();
  await page.locator('.sound-tile path').first().waitFor();
  await shot('3-data');
  await studio.checkAccessibility('the data of a sound project');
}

async function trainAndVerify(studio, folder) {
  const { page } = studio;
  const shot = (name) => studio.screenshot(`sound-flow-${name}`);
  await page.getByRole('link', { name: 'Go on to training' }).click();
  await page.getByRole('radio', { name: /^Quick/ }).click({ force: true });
  await shot('4-form');
  await studio.checkAccessibility('training of sounds');
  await page.getByRole('button', { name: 'Train' }).click();
  const end = page.getByText('Your model is ready').or(page.getByRole('alert'));
  await end.waitFor({ timeout: 5 * minutes });
  assert.match(await end.textContent(), /Your model is ready/);
  await shot('5-trained');
  await page.getByRole('link', { name: 'Look at the result' }).click();

  await page.getByText('What is taken for what').waitFor();
  const groups = page.getByRole('region', { name: 'By group' });
  for (const name of speakers) await groups.getByRole('rowheader', { name }).waitFor();
  await page.getByRole('button', { name: /recognised: \d+$/ }).first().click();
  const heard = page.locator('.mistakes.heard').first();
  await heard.getByRole('button', { name: /^Play / }).first().click();
  await heard.getByRole('button', { name: /^Stop / }).waitFor();
  await page.locator('.heard .wave path').first().waitFor();
  await shot('6-verify');
  await studio.checkAccessibility('the report of a sound model');

  const zone = page.getByRole('group', { name: 'Try a recording' });
  await zone.scrollIntoViewIfNeeded();
  await studio.drop(zone, [join(folder, 'sound.wav')]);
  const answer = page.locator('.listen-box .bars li').first();
  await answer.waitFor({ timeout: minutes });
  await page.getByRole('button', { name: 'Play sound.wav' }).click();
  await page.getByRole('button', { name: 'Stop sound.wav' }).waitFor();
  await studio.drop(zone, [join(folder, 'long.wav')]);
  await page.getByRole('list', { name: 'Passages' }).getByRole('button').first().waitFor({ timeout: minutes });
  await shot('7-passages');
  await studio.checkAccessibility('passages of a long recording');
  await record(page, 'Use the microphone', 1500);
  await page.getByRole('button', { name: 'Play Recording' }).waitFor({ timeout: minutes });
}

async function publish(studio, folder) {
  const { page } = studio;
  await page.getByRole('link', { name: 'Publish it' }).click();
  await page.getByLabel('Address').fill('workshop');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Model 1 answers at').waitFor();
  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByText('Here is your token').waitFor();
  const shown = (name) => page.getByRole('region', { name }).first();
  const line = shown('Command line');
  await line.filter({ hasNotText: 'Bearer TOKEN' }).waitFor();
  const plain = await callAsShown(`${await line.textContent()} --silent --show-error`, folder);
  assert.ok(classes.includes(plain.results[0].name));
  await page.getByRole('tab', { name: 'Python' }).click();
  await writeFile(join(folder, 'ask.py'), await shown('Python').textContent());
  const { stdout } = await run('python3', ['ask.py'], { cwd: folder });
  assert.match(stdout, new RegExp(plain.results[0].name));
  await studio.screenshot('sound-flow-8-publish');
  await studio.checkAccessibility('a published sound model');
  await page.getByRole('tab', { name: 'EasyDL protocol' }).click();
  await page.getByRole('button', { name: 'Create an API key' }).click();
  await shown('EasyDL protocol').filter({ hasNotText: 'API_KEY' }).waitFor();
  const [token, ...question] = (await shown('EasyDL protocol').textContent()).split('\n');
  const { access_token: access } = await callAsShown(`${token} --silent --show-error`, folder);
  const ask = question.join('\n').replace('ACCESS_TOKEN', access).replace('curl ', 'curl --silent ');
  const easydl = await callAsShown(ask, folder);
  assert.equal(easydl.results[0].name, plain.results[0].name, 'both protocols give one answer');
}

test('from recordings to a published model', { timeout: 15 * minutes }, () => Server.with((server) =>
  Studio.with({ microphone: true }, async (studio) => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-sound-'));
    try {
      await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
      await studio.logIn(server.url);
      await writeFile(join(folder, 'clips.zip'), makeZip(clips(each)));
      const extra = clips(4, 100);
      await writeFile(join(folder, 'sound.wav'), extra[0].content);
      // A long one: clips one after the other.
      const samples = Buffer.concat(extra.map(({ content }) => content.subarray(44)));
      const head = Buffer.from(extra[0].content.subarray(0, 44));
      head.writeUInt32LE(36 + samples.length, 4);
      head.writeUInt32LE(samples.length, 40);
      await writeFile(join(folder, 'long.wav'), Buffer.concat([head, samples]));
      await fill(server, studio, folder);
      await trainAndVerify(studio, folder);
      await publish(studio, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  })));
