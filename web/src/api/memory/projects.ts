import type { Project } from '@/model/entities';
import type { ProjectsService } from '../projects';
import type { ProjectRecord, World } from './world';

export function describeProject(record: ProjectRecord): Project {
  const counts = new Map<string, number>();
  for (const item of record.items) if (item.class) counts.set(item.class, (counts.get(item.class) ?? 0) + 1);
  return {
    name: record.name,
    task: record.task,
    created: record.created,
    items: record.items.length,
    unlabelled: record.items.filter((item) => !item.class).length,
    classes: [...counts]
      .map(([name, items]) => ({ name, items }))
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
      const record: ProjectRecord = { name, task, created: world.now(), items: [], models: [] };
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
