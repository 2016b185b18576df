import type { Job } from '@/model/entities';
import type { DataService } from '../data';
import { postBytes } from './bytes';
import { type ApiClient, basePath, type Connection, dataOf } from './client';

export function httpData(client: ApiClient, connection: Connection): DataService {
  const path = (project: string) => `/projects/${encodeURIComponent(project)}`;
  return {
    upload: (project, { name, label, names, body }, onProgress, signal) => {
      const query = new URLSearchParams({ name, ...(label && { label }), ...(names && { names }) });
      return postBytes<Job>(connection, `${path(project)}/imports?${query}`, body, { onProgress, signal });
    },
    items: (project, filter, after, limit) =>
      dataOf(
        client.GET('/projects/{project}/items', {
          params: { path: { project }, query: { ...filter, after, limit } },
        }),
      ),
    label: (project, item, className) =>
      dataOf(
        client.PATCH('/projects/{project}/items/{item}', {
          params: { path: { project, item } },
          body: { class: className },
        }),
      ),
    remove: async (project, item) =>
      void (await dataOf(
        client.DELETE('/projects/{project}/items/{item}', {
          params: { path: { project, item } },
        }),
      )),
    boxes: (project, item) =>
      dataOf(client.GET('/projects/{project}/items/{item}/boxes', { params: { path: { project, item } } })),
    putBoxes: (project, item, { revision, labelled, boxes }) =>
      dataOf(
        client.PUT('/projects/{project}/items/{item}/boxes', {
          params: { path: { project, item } },
          body: { revision, labelled, boxes: boxes.slice() },
        }),
      ),
    suggestions: (project, item) =>
      dataOf(
        client.GET('/projects/{project}/items/{item}/suggestions', { params: { path: { project, item } } }),
      ),
    setGroup: (project, item, group) =>
      dataOf(
        client.PATCH('/projects/{project}/items/{item}', {
          params: { path: { project, item } },
          body: { group },
        }),
      ),
    groupByName: (project, names) =>
      dataOf(client.POST('/projects/{project}/groups', { params: { path: { project } }, body: { names } })),
    segments: (project, item) =>
      dataOf(
        client.GET('/projects/{project}/items/{item}/segments', { params: { path: { project, item } } }),
      ),
    putSegments: (project, item, { revision, labelled, segments }) =>
      dataOf(
        client.PUT('/projects/{project}/items/{item}/segments', {
          params: { path: { project, item } },
          body: { revision, labelled, segments: segments.slice() },
        }),
      ),
    waveform: (project, hash, stretch, points, signal) =>
      dataOf(
        client.GET('/projects/{project}/sounds/{hash}/waveform', {
          params: { path: { project, hash }, query: { ...stretch, points } },
          ...(signal ? { signal } : {}),
        }),
      ),
    spectrogramUrl: (project, hash, { begin, seconds }, { width, height }) =>
      `${basePath}${path(project)}/sounds/${hash}/spectrogram?begin=${begin}&seconds=${seconds}&width=${width}&height=${height}`,
    audioUrl: (project, hash) => `${basePath}${path(project)}/sounds/${hash}/audio`,
    check: (project) => dataOf(client.GET('/projects/{project}/check', { params: { path: { project } } })),
    pictureUrl: (project, hash, side) => `${basePath}${path(project)}/pictures/${hash}?side=${side}`,
    exportUrl: (project, format) => `${basePath}${path(project)}/export${format ? `?format=${format}` : ''}`,
  };
}
