import { addModel } from './models';
import { thingsIn } from './scenes';
import { eventsIn, soundClasses } from './sounds';
import type { ProjectRecord, World } from './world';

function fill(world: World, project: ProjectRecord, classes: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(classes)) {
    for (let k = 1; k <= count; ++k)
      world.addItem(project, { name: `${name}/${k}.jpg`, ...(name ? { class: name } : {}) });
  }
}

/** Pictures of which the first are labelled; with a model if there are any. */
export function addScenes(world: World, project: ProjectRecord, count: number, labelled: number): void {
  for (let k = 1; k <= count; ++k) world.addItem(project, { name: `scene-${k}.jpg` });
  for (const { id, hash } of project.items.slice(0, labelled))
    project.boxes.set(id, { revision: 1, labelled: true, boxes: thingsIn(hash) });
  if (labelled > 0) addModel(world, project);
}

/** Short recordings of three classes out of three rooms, and a long one with segments; with a model if that is wanted. */
export function addSounds(world: World, project: ProjectRecord, each: number, trained: boolean): void {
  for (const name of soundClasses)
    for (let k = 1; k <= each; ++k)
      world.addItem(project, {
        name: `${name}/${k}.wav`,
        class: name,
        group: `room ${1 + (k % 3)}`,
        seconds: 0.6 + ((k * 7) % 12) / 5,
      });
  world.addItem(project, { name: 'a day at the workshop.wav', seconds: 600, group: 'room 1' });
  const long = project.items.at(-1);
  if (long)
    project.segments.set(long.id, {
      revision: 1,
      labelled: true,
      segments: eventsIn(long.hash, 600).slice(0, 40),
    });
  world.addItem(project, { name: 'not labelled yet.wav', seconds: 42 });
  if (trained) addModel(world, project);
}

/** Projects at every stage, for `npm run dev` and for trying a layout on plenty of data. */
export function addDemo(world: World): void {
  const day = 86_400_000;
  const make = (name: string, age: number, task = 'image-classification'): ProjectRecord => {
    const record: ProjectRecord = {
      name,
      task,
      created: world.now() - age * day,
      items: [],
      boxes: new Map(),
      segments: new Map(),
      models: [],
    };
    world.projects.set(name, record);
    return record;
  };
  const clothing = make('Clothing', 9);
  fill(world, clothing, {
    dress: 54,
    hat: 60,
    longsleeve: 60,
    outwear: 60,
    pants: 60,
    shirt: 48,
    shoes: 72,
    shorts: 60,
    skirt: 26,
    't-shirt': 88,
  });
  addModel(world, clothing);
  addModel(world, clothing);
  const at = world.now() - day;
  world.releases.set('clothing', {
    release: { suffix: 'clothing', project: 'Clothing', model: 1, live: true, open: false, updated: at },
    history: [{ action: 'publish', model: 1, at }],
  });
  const leaves = make('茶叶病害', 4);
  fill(world, leaves, { 健康: 84, 炭疽病: 41, 茶饼病: 37 });
  addModel(world, leaves);
  fill(world, make('Recycling', 1), { glass: 46, metal: 38, paper: 12, '': 9 });
  make('Kitchen birds', 0);
  addScenes(world, make('Playground', 2, 'object-detection'), 60, 40);
  addScenes(world, make('New playground', 0.5, 'object-detection'), 24, 0);
  addSounds(world, make('Workshop', 0.3, 'sound-classification'), 24, true);
  world.tokens = [{ name: 'shop window', expires: 0 }];
}
