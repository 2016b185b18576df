import type { ProjectsService } from '../projects';
import { type ApiClient, dataOf } from './client';

export function httpProjects(client: ApiClient): ProjectsService {
  const at = (project: string) => ({ params: { path: { project } } });
  return {
    list: () => dataOf(client.GET('/projects')),
    get: (name) => dataOf(client.GET('/projects/{project}', at(name))),
    create: (name, task) => dataOf(client.POST('/projects', { body: { name, task } })),
    remove: async (name) => void (await dataOf(client.DELETE('/projects/{project}', at(name)))),
  };
}
