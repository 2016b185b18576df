// Boxes are drawn before the real server: a thousand of them, by keyboard alone, and while the server dies and comes back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { samples, zipOf } from './samples.mjs';
import { Server } from './server.mjs';
import { Studio, password } from './studio.mjs';

const minutes = 60_000;
const boxes = (project, item) => `/projects/${project}/items/${item.id}/boxes`;

/** Calls `use` with a server that has a project "Street" of so many photos without boxes, and a studio that is logged in. */
function withStreet(photos, use, options = {}) {
  return Server.with((server) => Studio.with(options, async (studio) => {
    await server.ask('POST', '/setup', { token: server.setup.split('/').at(-1), password });
    await server.addProject('Street', await zipOf(await samples(1, photos)), 'object-detection');
    const { items } = await server.ask('GET', '/projects/Street/items?limit=500');
    assert.equal(items.length, photos);
    await studio.logIn(server.url, options.words);
    await use({ server, studio, page: studio.page, items });
  }));
}

async function openCanvas({ server, page }, item, queue = 'all') {
  await page.goto(`${server.url}/#/projects/Street/label/${queue}/${item.id}`);
  const canvas = page.locator(`.canvas-pane[data-item="${item.id}"][aria-busy="false"]`);
  await canvas.waitFor();
  await canvas.focus();
  return canvas;
}

/** Waits until the server has what `is` wants, and returns it. */
async function until(ask, is) {
  let seen;
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    seen = await ask().catch((error) => error);
    if (!(seen instanceof Error) && is(seen)) return seen;
  }
  throw new Error(`it stayed ${JSON.stringify(seen)?.slice(0, 500)}`);
}

const grid = (item, count) => {
  const columns = Math.ceil(Math.sqrt(count));
  const [width, height] = [item.width / (columns + 2), item.height / (columns + 2)];
  return Array.from({ length: count }, (_, k) => ({
    name: ['car', 'person', 'bicycle'][k % 3],
    location: {
      left: Math.floor(width * (1 + (k % columns))),
      top: Math.floor(height * (1 + Math.floor(k / columns))),
      width: Math.max(1, Math.floor(width * 0.8)),
      height: Math.max(1, Math.floor(height * 0.8)),
    },
  }));
};

test('a thousand boxes are dragged together, and 200 edits are undone to the very start', { timeout: 5 * minutes }, (t) =>
  withStreet(2, async ({ server, studio, page, items: [item] }) => {
    const read = () => server.ask('GET', boxes('Street', item));
    await server.ask('PUT', boxes('Street', item), { revision: 0, labelled: true, boxes: grid(item, 1000) });
    const start = await read();
    const canvas = await openCanvas({ server, page }, item);
    await page.keyboard.press('Control+a');
    const { x, y, width, height } = await canvas.boundingBox();
    const frames = page.evaluate(() => new Promise((resolve) => {
      const times = [];
      const tick = (now) => {
        times.push(now);
        if (now - times[0] < 1500) requestAnimationFrame(tick);
        else resolve(times.length / ((now - times[0]) / 1000));
      };
      requestAnimationFrame(tick);
    }));
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    for (let k = 0; k < 150; ++k) await page.mouse.move(x + width / 2 + 20 * Math.sin(k / 9), y + height / 2 + 15 * Math.sin(k / 7));
    await page.mouse.move(x + width / 2 + 12, y + height / 2 + 9);
    await page.mouse.up();
    t.diagnostic(`${(await frames).toFixed(0)} frames a second while 1,000 boxes were dragged`);
    const dragged = await until(read, ({ revision }) => revision > start.revision);
    const way = {
      left: dragged.boxes[0].location.left - start.boxes[0].location.left,
      top: dragged.boxes[0].location.top - start.boxes[0].location.top,
    };
    assert.ok(way.left > 0 && way.top > 0);
    dragged.boxes.forEach(({ name, location }, place) => {
      const before = start.boxes[place];
      assert.deepEqual([name, location.left - before.location.left, location.top - before.location.top], [before.name, way.left, way.top]);
    });
    await studio.screenshot('labelling-thousand');

    // 199 more: boxes one after the other are moved, resized, renamed, deleted and added.
    await page.keyboard.press('Escape');
    const keys = ['ArrowRight', 'Alt+ArrowDown', '2', 'Shift+ArrowDown', '3', 'Control+ArrowLeft', '1', 'n', 'Delete'];
    let edits = 0;
    for (let k = 0; edits < 199; ++k) {
      if (k % 5 === 0) {
        // The first box, or the one after it: behind the last one the focus would leave the canvas.
        for (const key of k % 10 === 0 ? ['Escape', 'Tab'] : ['Escape', 'Tab', 'Tab']) await canvas.press(key);
      }
      const before = await page.locator('.labelling').getAttribute('data-edits');
      await page.keyboard.press(keys[k % keys.length]);
      // Giving a box the class that it has is no edit.
      if (await page.locator('.labelling').getAttribute('data-edits') !== before) edits += 1;
    }
    assert.equal(await page.locator('.labelling').getAttribute('data-edits'), '200');
    await page.locator('.save-mark.saved').waitFor();
    assert.notDeepEqual((await read()).boxes, start.boxes);

    await page.reload();
    await page.locator(`.canvas-pane[data-item="${item.id}"][aria-busy="false"]`).waitFor();
    for (let k = 0; k < 200; ++k) await page.keyboard.press('Control+z');
    const back = await until(read, (seen) => JSON.stringify(seen.boxes) === JSON.stringify(start.boxes));
    assert.equal(JSON.stringify([back.labelled, back.boxes]), JSON.stringify([start.labelled, start.boxes]));
    assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
  }));

test('boxes are drawn, moved and resized by mouse, in any view', { timeout: 3 * minutes }, () =>
  withStreet(1, async ({ server, studio, page, items: [item] }) => {
    const location = async () => (await server.ask('GET', boxes('Street', item))).boxes.at(-1)?.location;
    const canvas = await openCanvas({ server, page }, item);
    const frame = await canvas.boundingBox();
    const drag = async (from, to, button = 'left') => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down({ button });
      await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
      await page.mouse.move(to.x, to.y);
      await page.mouse.up({ button });
    };
    const centre = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const scale = async () => Number((await page.locator('.zoom-value').textContent()).replace(/[^\d.]/g, '')) / 100;
    // Where a place of the picture is while all of it is in view.
    const fitted = await scale();
    const at = (x, y) => ({ x: centre.x + (x - item.width / 2) * fitted, y: centre.y + (y - item.height / 2) * fitted });
    const near = (seen, wanted) => seen && Object.keys(wanted).every((side) => Math.abs(seen[side] - wanted[side]) <= 1);
    const [w, h] = [Math.round(item.width / 5), Math.round(item.height / 5)];

    await drag(at(w, h), at(2 * w, 2 * h));
    await page.getByLabel('What is in the box?').waitFor();
    await page.keyboard.type('fish');
    await page.keyboard.press('Enter');
    await until(location, (seen) => near(seen, { left: w, top: h, width: w, height: h }));
    await drag(at(1.5 * w, 1.5 * h), at(2.5 * w, 2 * h));
    await until(location, (seen) => near(seen, { left: 2 * w, top: 1.5 * h, width: w, height: h }));
    await drag(at(3 * w, 2.5 * h), at(4 * w, 4 * h));
    await until(location, (seen) => near(seen, { left: 2 * w, top: 1.5 * h, width: 2 * w, height: 2.5 * h }));
    await drag(at(2 * w, 2.75 * h), at(w, 2.75 * h));
    await until(location, (seen) => near(seen, { left: w, top: 1.5 * h, width: 3 * w, height: 2.5 * h }));
    await studio.screenshot('labelling-mouse');

    // Twice as near, and moved by the space bar and by the middle button: the same drag is half as far in the picture.
    await page.mouse.move(centre.x, centre.y);
    for (let k = 0; k < 50 && (await scale()) < 2 * fitted; ++k) await page.mouse.wheel(0, -20);
    await page.keyboard.down(' ');
    await drag(centre, { x: centre.x + 40, y: centre.y });
    await page.keyboard.up(' ');
    await drag({ x: centre.x + 40, y: centre.y }, centre, 'middle');
    const before = await location();
    const zoom = await scale();
    await drag(centre, { x: centre.x + w * fitted, y: centre.y });
    await until(location, (seen) => near(seen, { ...before, left: before.left + (w * fitted) / zoom }));
    await page.keyboard.press('0');
    await page.locator('.zoom-value', { hasText: `${Math.round(fitted * 100)}` }).waitFor();

    // Alt draws over what is there.
    await page.keyboard.down('Alt');
    await drag(at(2.2 * w, 2 * h), at(2.6 * w, 2.4 * h));
    await page.keyboard.up('Alt');
    await until(async () => (await server.ask('GET', boxes('Street', item))).boxes.length, (count) => count === 2);
  }));

test('a project is labelled by keyboard alone', { timeout: 3 * minutes }, (t) =>
  withStreet(4, async ({ server, page, items }) => {
    await page.goto(`${server.url}/#/projects/Street/data`);
    await page.getByRole('link', { name: 'Draw boxes' }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    for (let k = 0; k < 40 && (await focused()) !== 'Draw boxes'; ++k) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.canvas-pane:focus').waitFor();
    const typed = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await typed('n');
    await page.keyboard.type('coat');
    await typed('Enter', 'ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowRight');
    await typed('n', 'c');
    await page.keyboard.type('sleeve');
    await typed('Enter', 'Shift+ArrowLeft', 'd');
    await page.getByRole('heading', { level: 1, name: items[1].name }).waitFor();
    await typed('1', 'n', 'Shift+ArrowUp', 'b');
    await page.getByRole('heading', { level: 1, name: items[2].name }).waitFor();
    await typed('2', 'PageDown');
    await page.getByRole('heading', { level: 1, name: items[3].name }).waitFor();
    await typed('e');
    await page.getByText('4 of 4 labelled').waitFor();
    const labelled = await Promise.all(items.map((item) => server.ask('GET', boxes('Street', item))));
    assert.deepEqual(labelled.map((entry) => entry.boxes.map(({ name }) => name)), [['coat', 'sleeve'], ['coat'], ['sleeve'], []]);
    assert.ok(labelled.every((entry) => entry.labelled));
    assert.deepEqual(labelled[2].boxes[0].location, labelled[1].boxes[0].location, 'the box was carried on');

    const times = [];
    for (let k = 0; k < 12; ++k) {
      const key = k % 6 < 3 ? 'a' : 'd';
      await page.evaluate(() => {
        const pane = () => document.querySelector('.canvas-pane');
        const before = pane().dataset.item;
        window.shown = new Promise((resolve) => {
          addEventListener('keydown', () => {
            const start = performance.now();
            const look = () => {
              const isShown = pane().dataset.item !== before && pane().getAttribute('aria-busy') === 'false';
              requestAnimationFrame(() => (isShown ? resolve(performance.now() - start) : look()));
            };
            look();
          }, { once: true, capture: true });
        });
      });
      await page.keyboard.press(key);
      times.push(await page.evaluate(() => window.shown));
    }
    times.sort((a, b) => a - b);
    t.diagnostic(`the next picture: ${times[6].toFixed(0)} ms (median), ${times.at(-1).toFixed(0)} ms (longest)`);
  }));

test('nothing is lost while the server dies and comes back, nor when the page is closed meanwhile', { timeout: 3 * minutes }, () =>
  withStreet(3, async ({ server, studio, page, items: [first, second] }) => {
    const names = (item) => async () => (await server.ask('GET', boxes('Street', item))).boxes.map(({ name }) => name);
    await openCanvas({ server, page }, first);
    await page.keyboard.press('n');
    await page.keyboard.type('coat');
    await page.keyboard.press('Enter');
    await until(names(first), (seen) => seen.join() === 'coat');

    await server.kill();
    await page.keyboard.press('n');
    await page.getByText('The server is away. Your work is kept and will be saved.').waitFor();
    await studio.screenshot('labelling-offline');
    await page.keyboard.press('d');
    await page.locator(`.canvas-pane[data-item="${second.id}"]`).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await server.restart();
    await until(names(first), (seen) => seen.length === 2);
    await until(names(second), (seen) => seen.length === 2);
    await page.locator('.save-mark.saved').waitFor();

    await server.kill();
    await page.keyboard.press('n');
    await page.getByText('The server is away. Your work is kept and will be saved.').waitFor();
    const next = await page.context().newPage();
    await page.close();
    await server.restart();
    assert.equal((await names(second)()).length, 2, 'the third box is in the browser only');
    // Any picture will do: what was left behind is sent on.
    await openCanvas({ server, page: next }, first);
    await until(names(second), (seen) => seen.length === 3);
  }));

test('two people at one picture: neither overwrites the other unasked', { timeout: 3 * minutes }, () =>
  withStreet(1, async ({ server, studio, page, items: [item] }) => {
    const read = () => server.ask('GET', boxes('Street', item));
    await openCanvas({ server, page }, item);
    const [theirs] = grid(item, 1);
    await server.ask('PUT', boxes('Street', item), { revision: 0, labelled: true, boxes: [theirs] });
    await page.keyboard.press('n');
    await page.keyboard.type('coat');
    await page.keyboard.press('Enter');
    await page.getByText('This picture was labelled elsewhere meanwhile').waitFor();
    await studio.screenshot('labelling-conflict');
    await studio.checkAccessibility('a conflict');
    assert.deepEqual((await read()).boxes.map(({ name }) => name), [theirs.name]);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await until(read, ({ boxes: [box] }) => box.name === 'coat');
  }));

const looks = [
  ['en', { locale: 'en-GB' }],
  ['zh', { locale: 'zh-CN', colorScheme: 'dark', words: { password: '密码', logIn: '登录' } }],
  ['narrow', { locale: 'en-GB', width: 390 }],
];
for (const [name, options] of looks) {
  test(`the canvas is accessible and keeps to its window, ${name}`, { timeout: 3 * minutes }, () =>
    withStreet(6, async ({ server, studio, page, items }) => {
      for (const item of items.slice(0, 3)) {
        await server.ask('PUT', boxes('Street', item), { revision: 0, labelled: true, boxes: grid(item, 4) });
      }
      await page.goto(`${server.url}/#/projects/Street/data`);
      await page.locator('.tile').first().waitFor();
      await page.waitForLoadState('networkidle');
      await studio.screenshot(`labelling-${name}-data`);
      await studio.checkAccessibility('data with boxes');
      await openCanvas({ server, page }, items[0]);
      await page.keyboard.press('Tab');
      await studio.screenshot(`labelling-${name}-canvas`);
      await studio.checkAccessibility('the canvas');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await studio.screenshot(`labelling-${name}-keys`);
      await studio.checkAccessibility('the list of keys');
    }, options));
}
