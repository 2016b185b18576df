import type { JobsService } from '../jobs';
import { type ApiClient, type Connection, dataOf } from './client';
import { watchJob } from './event-stream';

export function httpJobs(client: ApiClient, connection: Connection): JobsService {
  return {
    list: (project) => dataOf(client.GET('/jobs', { params: { query: project ? { project } : {} } })),
    cancel: (id) => dataOf(client.POST('/jobs/{job}/cancel', { params: { path: { job: id } } })),
    watch: (id, signal) => watchJob(connection, id, signal),
  };
}
