// Full mode: the preview follows the form, a tiny network learns from nothing, and its curves and result are there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { samples, zipOf } from './samples.mjs';
import { Server } from './server.mjs';
import { password, Studio } from './studio.mjs';

const minutes = 60_000;

const words = {
  en: {
    project: 'Things', logIn: { password: 'Password', logIn: 'Log in' },
    full: /^Full/, preview: /^Rows of pictures/, others: 'Show others', strength: /Change pictures at random/, light: 'A little',
    single: 'Set single changes yourself', rotation: 'Rotation in degrees', more: 'More options',
    network: /^(Automatic )?Network/, start: /What it knows at the start/, nothing: 'Nothing',
    fields: { 'Picture size in pixels': '64', 'Width, times': '0.25', 'Rounds through all pictures': '2' },
    train: 'Train', ready: 'Your model is ready', accuracy: 'Accuracy', curves: 'More curves',
    hidden: ['Loss', 'Learning rate', 'Pictures a second'], result: 'Look at the result', likely: /very likely between/,
  },
  zh: {
    project: '物品', logIn: { password: '密码', logIn: '登录' },
    full: /^完整/, preview: /^项目中的图片/, others: '换一组', strength: /随机改变图片/, light: '轻微',
    single: '自行设定各项变化', rotation: '旋转（度）', more: '更多选项',
    network: /网络/, start: /初始权重/, nothing: '从零开始',
    fields: { '图片边长（像素）': '64', '宽度倍数': '0.25', '训练轮数': '2' },
    train: '开始训练', ready: '模型已就绪', accuracy: '准确率', curves: '更多曲线',
    hidden: ['损失', '学习率', '每秒图片数'], result: '查看结果', likely: /很可能在/,
  },
};

/** What the preview shows: its pixels, and its width. */
const look = (preview) => preview.evaluate((image) => {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return { pixels: canvas.toDataURL(), width: image.naturalWidth };
});

/** Waits for a preview that `is` says yes to. */
async function previewThat(preview, is) {
  for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const seen = await look(preview).catch(() => undefined);
    if (seen && is(seen)) return seen;
  }
  throw new Error('the preview does not follow the form');
}

/** Does `change` and waits for other pixels in the preview. */
async function previewAfter(preview, change) {
  const before = await look(preview);
  await change();
  await previewThat(preview, ({ pixels }) => pixels !== before.pixels);
}

async function choose(page, field, choice) {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: choice, exact: true }).click();
}

async function walk(server, studio, language, shot) {
  const say = words[language];
  const { page } = studio;
  await page.goto(`${server.url}/#/projects/${say.project}/train`);
  await page.getByRole('radio', { name: say.full }).waitFor({ state: 'attached' });
  await shot('1-modes');
  await page.getByRole('radio', { name: say.full }).click({ force: true });
  const preview = page.getByRole('img', { name: say.preview });
  await preview.waitFor();
  await previewThat(preview, ({ width }) => width === 5 * 224 + 4 * 4);
  await shot('2-full');
  await studio.checkAccessibility('full mode');

  await previewAfter(preview, () => page.getByRole('button', { name: say.others }).click());
  await page.getByText(say.single).click();
  await previewAfter(preview, () => page.getByLabel(say.rotation).fill('90'));
  await page.getByLabel(say.rotation).fill('');
  await previewAfter(preview, () => choose(page, say.strength, say.light));
  await page.getByText(say.more).click();
  await choose(page, say.network, 'MobileNet v2');
  await choose(page, say.start, say.nothing);
  for (const [label, value] of Object.entries(say.fields)) await page.getByLabel(label).fill(value);
  await previewThat(preview, ({ width }) => width === 5 * 64 + 4 * 4);
  await shot('3-options');
  await studio.checkAccessibility('all options of full mode');

  await page.getByRole('button', { name: say.train }).click();
  await page.getByRole('progressbar').or(page.getByText(say.ready)).waitFor({ timeout: minutes });
  await shot('4-running');
  await page.getByText(say.ready).waitFor({ timeout: 5 * minutes });
  await page.getByRole('img', { name: say.accuracy, exact: true }).waitFor();
  await page.getByText(say.curves).click();
  for (const name of say.hidden) await page.getByRole('img', { name, exact: true }).waitFor();
  await shot('5-trained');
  await studio.checkAccessibility('curves of full mode');
  await page.getByRole('link', { name: say.result }).click();
  await page.getByText(say.likely).waitFor();
}

test('a network learns from nothing, in both languages, wide and narrow', { timeout: 15 * minutes }, (t) => Server.with(async (server) => {
  await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
  const archive = await zipOf(await samples(4, 30));
  for (const [language, locale, width] of [['en', 'en-GB', 1280], ['zh', 'zh-CN', 390]]) {
    await t.test(`${language}, ${width} px`, () => Studio.with({ locale, width }, async (studio) => {
      await server.addProject(words[language].project, archive);
      await studio.logIn(server.url, words[language].logIn);
      await walk(server, studio, language, async (name) => {
        await studio.page.evaluate(() => window.scrollTo(0, 0));
        await studio.screenshot(`full-${language}-${name}`);
      });
    }));
  }
}));
