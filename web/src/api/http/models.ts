import type { Score } from '@/model/entities';
import type { ModelsService } from '../models';
import { postBytes } from './bytes';
import { type ApiClient, basePath, type Connection, dataOf } from './client';

export function httpModels(client: ApiClient, connection: Connection): ModelsService {
  const at = (project: string, number: number) => ({ params: { path: { project, number } } });
  const path = (project: string, number: number) =>
    `/projects/${encodeURIComponent(project)}/models/${number}`;
  return {
    options: () => dataOf(client.GET('/options/{command}', { params: { path: { command: 'train' } } })),
    augmentation: (project, options, side, seed, signal) =>
      dataOf(
        client.GET('/projects/{project}/augmentation', {
          params: { path: { project }, query: { ...(side === undefined ? {} : { side }), seed, options } },
          querySerializer: { object: { style: 'form', explode: true } },
          parseAs: 'blob',
          signal,
        }),
      ),
    train: (project, options) =>
      dataOf(
        client.POST('/projects/{project}/train', {
          params: { path: { project } },
          body: options,
        }),
      ),
    list: (project) => dataOf(client.GET('/projects/{project}/models', { params: { path: { project } } })),
    report: (project, number) =>
      dataOf(client.GET('/projects/{project}/models/{number}/report', at(project, number))),
    predict: async (project, number, picture) => {
      const reply = await postBytes<{ results: Score[] }>(
        connection,
        `${path(project, number)}/predict`,
        picture,
      );
      return reply.results;
    },
    bundleUrl: (project, number) => `${basePath}${path(project, number)}/bundle`,
  };
}
