import type { Item, Project } from '@/model/entities';
import { findsBoxes, hears } from '@/model/task';
import type { ProjectsService } from '../projects';
import type { ProjectRecord, World } from './world';

/** Names with how often they occur, by name. */
function tally(names: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export function describeProject(record: ProjectRecord): Project {
  const { name, task, created, items } = record;
  const marksOf = ({ id }: Item) => [
    ...(record.boxes.get(id)?.boxes ?? []),
    ...(record.segments.get(id)?.segments ?? []),
  ];
  const isLabelled = (item: Item) =>
    item.class !== undefined || record.boxes.get(item.id)?.labelled || record.segments.get(item.id)?.labelled;
  const marks = tally(items.flatMap((item) => marksOf(item).map((mark) => mark.name)));
  const counts = tally(
    items.flatMap((item) => [
      ...new Set([...(item.class ? [item.class] : []), ...marksOf(item).map((mark) => mark.name)]),
    ]),
  );
  const countOf = (entry: string) => {
    if (findsBoxes(record)) return { boxes: marks.get(entry) ?? 0 };
    return hears(record) ? { segments: marks.get(entry) ?? 0 } : {};
  };
  return {
    name,
    task,
    created,
    items: items.length,
    unlabelled: items.filter((item) => !isLabelled(item)).length,
    classes: [...counts]
      .map(([entry, pictures]) => ({
        name: entry,
        items: pictures,
        ...countOf(entry),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    models: record.models.at(-1)?.model.number ?? 0,
  };
}

export function memoryProjects(world: World): ProjectsService {
  return {
    list: async () => [...world.projects.values()].map(describeProject),
    get: async (name) => describeProject(world.project(name)),
    create: async (name, task) => {
      if (world.projects.has(name)) {
        world.refuse(
          'project-exists',
          [`There is a project "${name}" already.`, 'Choose another name.'],
          [`已有名为“${name}”的项目。`, '请换一个名称。'],
          409,
          name,
        );
      }
      const record: ProjectRecord = {
        name,
        task,
        created: world.now(),
        items: [],
        boxes: new Map(),
        segments: new Map(),
        models: [],
      };
      world.projects.set(name, record);
      return describeProject(record);
    },
    remove: async (name) => {
      const live = [...world.releases.values()].find(
        ({ release }) => release.project === name && release.live,
      );
      if (live) {
        world.refuse(
          'project-live',
          ['A model of this project is published.', 'Unpublish it first.'],
          ['该项目有已发布的模型。', '请先下线模型。'],
          409,
          live.release.suffix,
        );
      }
      world.project(name);
      world.projects.delete(name);
    },
  };
}
