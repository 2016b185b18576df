// The whole way, with real photos, before the real server: set-up link → project → pictures by drop → training → report →
// try → publish → the shown command line, run for real → offline. In both languages.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { samples, zipOf } from './samples.mjs';
import { Server } from './server.mjs';
import { Studio } from './studio.mjs';

const run = promisify(execFile);
const minutes = 60_000;

const words = {
  en: {
    locale: 'en-GB', lang: 'en', project: 'Clothes',
    setup: { password: 'Password', again: 'Password again', start: 'Start' },
    newProject: 'New project', name: 'Name', create: 'Create project',
    add: 'Add pictures', looseClass: 'Class of loose pictures', added: (n) => `${n} pictures added`,
    toTraining: 'Go on to training', train: 'Train', ready: 'Your model is ready', result: 'Look at the result',
    likely: /very likely between [\d.]+\s% and [\d.]+\s%/, method: /Cross-validated|kept back/,
    tryIt: 'Try a picture', toPublish: 'Publish it', address: 'Address', publish: 'Publish', live: 'Live',
    createToken: 'Create a token', line: 'Command line', easydl: 'EasyDL protocol', createKey: 'Create an API key',
    ask: 'Ask the live model', unpublish: 'Unpublish', offline: 'Offline',
  },
  zh: {
    locale: 'zh-CN', lang: 'zh-CN', project: '衣服',
    setup: { password: '密码', again: '再次输入密码', start: '开始使用' },
    newProject: '新建项目', name: '名称', create: '创建项目',
    add: '添加图片', looseClass: '散图的类别', added: (n) => `已添加 ${n} 张图片`,
    toTraining: '下一步：训练', train: '开始训练', ready: '模型已就绪', result: '查看结果',
    likely: /很可能在 [\d.]+% 到 [\d.]+% 之间/, method: /交叉验证|未参与训练/,
    tryIt: '试一张图片', toPublish: '去发布', address: '接口地址', publish: '发布', live: '已发布',
    createToken: '创建令牌', line: '命令行', easydl: 'EasyDL 协议', createKey: '创建 API 密钥',
    ask: '试用线上模型', unpublish: '下线', offline: '已下线',
  },
};

/** Runs lines of the page as they stand, in a folder with photo.jpg; returns the JSON of the answer. */
async function callAsShown(line, folder) {
  const { stdout } = await run('bash', ['-c', line], { cwd: folder });
  return JSON.parse(stdout);
}

async function walk(language, server, studio, folder) {
  const say = words[language];
  const { page } = studio;
  const shot = (name) => studio.screenshot(`flow-${language}-${name}`);
  const [first, second] = await samples(2, 22);
  const [unseen] = await samples(1, 1, 22);
  await copyFile(unseen.photos[0], join(folder, 'photo.jpg'));
  await writeFile(join(folder, 'clothes.zip'), await zipOf([{ ...first, photos: first.photos.slice(0, 20) }, { ...second, photos: second.photos.slice(0, 18) }]));

  await page.goto(server.setup);
  await page.getByLabel(say.setup.again).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), say.lang);
  await shot('0-setup');
  await studio.setUp(server.setup, say.setup);
  await page.getByRole('button', { name: say.newProject }).waitFor();
  await shot('1-no-projects');

  await page.getByRole('button', { name: say.newProject }).click();
  await page.getByLabel(say.name, { exact: true }).fill(say.project);
  await page.getByRole('button', { name: say.create }).click();
  const zone = page.getByRole('group', { name: say.add });
  await zone.waitFor();
  await shot('2-no-data');

  await studio.drop(zone, [join(folder, 'clothes.zip')]);
  await page.getByText(say.added(38)).waitFor({ timeout: 2 * minutes });
  await page.getByRole('combobox', { name: say.looseClass }).fill(second.name);
  await page.keyboard.press('Escape');
  await studio.drop(zone, second.photos.slice(18, 22));
  await page.getByText(say.added(4)).waitFor({ timeout: 2 * minutes });
  for (const [{ name }, count] of [[first, 20], [second, 22]]) {
    await page.getByRole('button', { name: new RegExp(`^${name}\\s*${count}$`) }).waitFor();
  }
  await shot('3-data');

  await page.getByRole('link', { name: say.toTraining }).click();
  await page.getByRole('button', { name: say.train }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByText(say.ready).waitFor({ timeout: 5 * minutes });
  await shot('4-trained');

  await page.getByRole('link', { name: say.result }).click();
  await page.getByText(say.likely).waitFor();
  assert.equal(await page.getByText(say.method).count(), 1);
  await shot('5-report');
  const tryBox = page.getByRole('group', { name: say.tryIt });
  await tryBox.scrollIntoViewIfNeeded();
  await studio.drop(tryBox, [join(folder, 'photo.jpg')]);
  const tried = await page.getByRole('list', { name: say.tryIt }).locator('.bar-name').first().textContent();
  await shot('6-tried');

  await page.getByRole('link', { name: say.toPublish }).click();
  await page.getByLabel(say.address).fill(`clothes-${language}`);
  await page.getByRole('button', { name: say.publish, exact: true }).click();
  await page.getByText(say.live, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: say.createToken }).click();
  const line = page.getByRole('region', { name: say.line });
  await line.filter({ hasNotText: 'Bearer TOKEN' }).waitFor();
  await shot('7-published');
  const plain = await line.textContent();
  const answer = await callAsShown(`${plain} --silent --show-error`, folder);
  assert.deepEqual(new Set(answer.results.map(({ name }) => name)), new Set([first.name, second.name]));
  assert.ok(Math.abs(answer.results.reduce((sum, { score }) => sum + score, 0) - 1) < 1e-3);

  await page.getByRole('tab', { name: say.easydl }).click();
  await page.getByRole('button', { name: say.createKey }).click();
  const easydl = page.getByRole('region', { name: say.easydl }).first();
  await easydl.filter({ hasNotText: 'API_KEY' }).waitFor();
  const [token, ...question] = (await easydl.textContent()).split('\n');
  const { access_token: access } = await callAsShown(`${token} --silent --show-error`, folder);
  const old = await callAsShown(question.join('\n').replace('ACCESS_TOKEN', access).replace('curl ', 'curl --silent '), folder);
  assert.equal(old.results[0].name, answer.results[0].name);
  assert.ok(Math.abs(old.results[0].score - answer.results[0].score) < 1e-6, 'both protocols give one answer');

  const live = page.getByRole('group', { name: say.ask });
  await live.scrollIntoViewIfNeeded();
  await studio.drop(live, [join(folder, 'photo.jpg')]);
  const asked = page.getByRole('list', { name: say.ask });
  await asked.waitFor();
  assert.equal(await asked.locator('.bar-name').first().textContent(), answer.results[0].name);
  assert.equal(tried, answer.results[0].name, 'what was verified is what runs');

  await page.getByRole('button', { name: say.unpublish }).click();
  await page.getByRole('dialog').getByRole('button', { name: say.unpublish }).click();
  await page.getByText(say.offline, { exact: true }).first().waitFor();
  await shot('8-offline');
  const refusal = await callAsShown(`${plain} --silent --show-error`, folder);
  assert.ok(refusal.error.message, 'whoever calls it now is told why it does not answer');
}

for (const [language, name] of [['en', 'English'], ['zh', 'Chinese']]) {
  test(`from the set-up link to a live interface and back, in ${name}`, { timeout: 15 * minutes }, () =>
    Server.with((server) => Studio.with({ locale: words[language].locale }, async (studio) => {
      const folder = await mkdtemp(join(tmpdir(), 'easel-photos-'));
      try {
        await walk(language, server, studio, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    })));
}
