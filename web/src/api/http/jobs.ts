import type { JobsService } from '../jobs';
import { dataOf, type ApiClient, type Connection } from './client';
import { watchJob } from './event-stream';

export function httpJobs(client: ApiClient, connection: Connection): JobsService {
  return {
    list: (project) => dataOf(client.GET('/jobs', { params: { query: project ? { project } : {} } })),
    cancel: (id) => dataOf(client.POST('/jobs/{job}/cancel', { params: { path: { job: id } } })),
    watch: (id, signal) => watchJob(connection, id, signal),
  };
}
