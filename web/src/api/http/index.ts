import type { Services } from '../services';
import { type Connection, createApiClient } from './client';
import { httpCredentials } from './credentials';
import { httpData } from './data';
import { httpJobs } from './jobs';
import { httpModels } from './models';
import { httpProjects } from './projects';
import { httpReleases } from './releases';
import { httpSession } from './session';

export function httpServices(connection: Connection): Services {
  const client = createApiClient(connection);
  return {
    session: httpSession(client),
    projects: httpProjects(client),
    data: httpData(client, connection),
    jobs: httpJobs(client, connection),
    models: httpModels(client, connection),
    releases: httpReleases(client, connection),
    credentials: httpCredentials(client),
  };
}
