/**
 * Pictures of discs and bars on speckled ground with their boxes, drawn by the browser: [{name, jpeg, boxes: [{name, left, top,
 * width, height}]}]. The same ones every time.
 */
export async function drawScenes(page, count) {
  const scenes = await page.evaluate((number) => {
    let state = 7;
    const roll = (sides) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 240 });
    const context = canvas.getContext('2d');
    return Array.from({ length: number }, () => {
      for (let y = 0; y < 240; y += 8) {
        for (let x = 0; x < 320; x += 8) {
          context.fillStyle = `hsl(${90 + roll(40)} 25% ${45 + roll(20)}%)`;
          context.fillRect(x, y, 8, 8);
        }
      }
      const boxes = Array.from({ length: 1 + roll(3) }, (_, k) => {
        const name = roll(2) ? 'disc' : 'bar';
        const size = 40 + roll(30);
        const [width, height] = name === 'disc' ? [size, size] : [size, 20];
        const [left, top] = [k * 105 + roll(100 - size), 20 + roll(140)];
        context.fillStyle = name === 'disc' ? '#d33' : '#25f';
        context.beginPath();
        if (name === 'disc') context.ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 0, 0, 7);
        else context.rect(left, top, width, height);
        context.fill();
        return { name, left, top, width, height };
      });
      return { boxes, jpeg: canvas.toDataURL('image/jpeg', 0.9).split(',')[1] };
    });
  }, count);
  return scenes.map(({ boxes, jpeg }, k) => ({ name: `scene${k}.jpg`, jpeg: Buffer.from(jpeg, 'base64'), boxes }));
}

/** The files of a Pascal VOC archive of them: [{path, content}]. */
export function vocFiles(scenes) {
  const object = ({ name, left, top, width, height }) =>
    `<object><name>${name}</name><bndbox><xmin>${left + 1}</xmin><ymin>${top + 1}</ymin>` +
    `<xmax>${left + width}</xmax><ymax>${top + height}</ymax></bndbox></object>`;
  return scenes.flatMap(({ name, jpeg, boxes }) => [
    { path: `JPEGImages/${name}`, content: jpeg },
    {
      path: `Annotations/${name.replace('.jpg', '.xml')}`,
      content: Buffer.from(`<annotation><filename>${name}</filename><size><width>320</width><height>240</height>` +
        `<depth>3</depth></size>${boxes.map(object).join('')}</annotation>`),
    },
  ]);
}
