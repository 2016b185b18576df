import { browserDrafts } from '../browser/drafts';
import { boxLine, segmentLine } from '../label-line';
import { Labels } from '../labels';
import type { Services } from '../services';
import { type Connection, createApiClient } from './client';
import { httpCredentials } from './credentials';
import { httpData } from './data';
import { httpJobs } from './jobs';
import { httpModels } from './models';
import { httpProjects } from './projects';
import { httpReleases } from './releases';
import { httpSession } from './session';

const pauseBeforeSaving = 250; // milliseconds

export function httpServices(connection: Connection): Services {
  const client = createApiClient(connection);
  const data = httpData(client, connection);
  const drafts = browserDrafts();
  return {
    session: httpSession(client),
    projects: httpProjects(client),
    data,
    labels: new Labels(data, boxLine(data), drafts, pauseBeforeSaving),
    segments: new Labels(data, segmentLine(data), drafts, pauseBeforeSaving),
    jobs: httpJobs(client, connection),
    models: httpModels(client, connection),
    releases: httpReleases(client, connection),
    credentials: httpCredentials(client),
  };
}
