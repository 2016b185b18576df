import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './samples.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(root, 'build/screenshots');
await mkdir(pictures, { recursive: true });

export const password = 'a password for tests';

/** Chromium with the studio in it. Notes the errors of the page's scripts and of its content policy. */
export class Studio {
  /** Opens one for `use` and closes it whatever happens; fails on what the page complained about. */
  static async with(options, use) {
    const studio = await Studio.open(options);
    try {
      await use(studio);
      assert.deepEqual(studio.errors, []);
    } finally {
      await studio.browser.close();
    }
  }

  /** `camera`, `microphone`: there is one, of the browser's own making. */
  static async open({ locale = 'en', colorScheme = 'light', width = 1280, camera = false, microphone = false } = {}) {
    const studio = new Studio();
    studio.browser = await chromium.launch({
      executablePath: process.env.EASEL_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
        ...(camera || microphone ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
          '--autoplay-policy=no-user-gesture-required'] : [])],
    });
    const context = await studio.browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
    studio.page = await context.newPage();
    studio.page.setDefaultTimeout(15_000);
    studio.errors = [];
    studio.page.on('pageerror', (error) => studio.errors.push(error.message));
    studio.page.on('console', (message) => {
      // Refusals and a server that is down are part of some tests; the page must cope with them.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) studio.errors.push(message.text());
    });
    return studio;
  }

  async setUp(url, labels = { password: 'Password', again: 'Password again', start: 'Start' }) {
    await this.page.goto(url);
    await this.page.getByLabel(labels.password, { exact: true }).fill(password);
    await this.page.getByLabel(labels.again).fill(password);
    await this.page.getByRole('button', { name: labels.start }).click();
  }

  async logIn(url, labels = { password: 'Password', logIn: 'Log in' }) {
    await this.page.goto(url);
    await this.page.getByLabel(labels.password).fill(password);
    await this.page.getByRole('button', { name: labels.logIn }).click();
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Drops files or folders of the disk on an element, as a file manager does. */
  async drop(target, paths) {
    const box = await target.boundingBox();
    assert.ok(box, 'the target is on the page');
    const devtools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await devtools.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + 20, data });
    }
    await devtools.detach();
  }

  async screenshot(name) {
    await this.page.evaluate(() => Promise.all([...document.images].map((image) => {
      image.loading = 'eager';
      return image.decode().catch(() => undefined);
    })));
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** Fails on whatever axe finds, on a page that is wider than its window, and on one that goes on below its content. */
  async checkAccessibility(name) {
    await this.page.evaluate(() => Promise.all(document.getAnimations().filter((animation) =>
      animation.effect?.getComputedTiming().iterations !== Infinity).map((animation) => animation.finished.catch(() => undefined))));
    // Not as a script element: the content policy forbids those.
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' ')}`), [], name);
    const excess = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(excess <= 0, `${name} is wider than its window`);
    const below = await this.page.evaluate(() => document.documentElement.scrollHeight -
      Math.max(window.innerHeight, document.body.getBoundingClientRect().bottom + window.scrollY));
    assert.ok(below <= 1, `${name} goes on ${below} px below its content`);
  }
}
