import type { Prediction } from '@/model/entities';
import type { ModelsService } from '../models';
import { postBytes } from './bytes';
import { type ApiClient, basePath, type Connection, dataOf } from './client';

export function httpModels(client: ApiClient, connection: Connection): ModelsService {
  const at = (project: string, number: number) => ({ params: { path: { project, number } } });
  const path = (project: string, number: number) =>
    `/projects/${encodeURIComponent(project)}/models/${number}`;
  return {
    options: (task) =>
      dataOf(client.GET('/options/{command}', { params: { path: { command: 'train' }, query: { task } } })),
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
    detectionReport: (project, number) =>
      dataOf(client.GET('/projects/{project}/models/{number}/detection-report', at(project, number))),
    predict: (project, number, item, threshold) => {
      const query = threshold === undefined ? '' : `?threshold=${threshold}`;
      const url = `${path(project, number)}/predict${query}`;
      return postBytes<Prediction>(connection, url, item);
    },
    bundleUrl: (project, number) => `${basePath}${path(project, number)}/bundle`,
  };
}
