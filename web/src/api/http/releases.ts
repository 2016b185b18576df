import type { Prediction } from '@/model/entities';
import type { ReleasesService } from '../releases';
import { postBytes } from './bytes';
import { type ApiClient, type Connection, dataOf } from './client';

export function httpReleases(client: ApiClient, connection: Connection): ReleasesService {
  const at = (suffix: string) => ({ params: { path: { suffix } } });
  return {
    list: (project) => dataOf(client.GET('/releases', { params: { query: project ? { project } : {} } })),
    publish: (suffix, project, model, open) =>
      dataOf(client.PUT('/releases/{suffix}', { ...at(suffix), body: { project, model, open } })),
    unpublish: (suffix) => dataOf(client.DELETE('/releases/{suffix}', at(suffix))),
    rollBack: (suffix) => dataOf(client.POST('/releases/{suffix}/rollback', at(suffix))),
    history: (suffix) => dataOf(client.GET('/releases/{suffix}/history', at(suffix))),
    predict: (suffix, item, threshold) => {
      const query = threshold === undefined ? '' : `?threshold=${threshold}`;
      return postBytes<Prediction>(connection, `/predict/${suffix}${query}`, item);
    },
  };
}
