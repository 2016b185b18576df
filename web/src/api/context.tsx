import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { Job, Point } from '@/model/entities';
import { Problem } from '@/model/problem';
import { isActive } from '@/model/step-state';
import type { Services } from './services';

const ServicesContext = createContext<Services | null>(null);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('ServicesProvider is missing');
  return services;
}

/** Names of remote data in the query cache. What belongs to a project starts with its name, so that one call renews it. */
export const queryKeys = {
  session: ['session'],
  projects: ['projects'],
  releases: ['releases'],
  tokens: ['tokens'],
  keys: ['keys'],
  trainOptions: (task: string) => ['train-options', task],
  project: (name: string) => ['project', name],
  items: (name: string, filter: unknown) => ['project', name, 'items', filter],
  boxes: (name: string, item: number) => ['project', name, 'boxes', item],
  segments: (name: string, item: number) => ['project', name, 'segments', item],
  // Of what never changes: not renewed with the project.
  waveform: (name: string, hash: string, stretch: unknown) => ['waveform', name, hash, stretch],
  cover: (name: string) => ['project', name, 'cover'],
  check: (name: string) => ['project', name, 'check'],
  augmentation: (name: string, request: unknown) => ['project', name, 'augmentation', request],
  jobs: (name: string) => ['project', name, 'jobs'],
  models: (name: string) => ['project', name, 'models'],
  report: (name: string, model: number) => ['project', name, 'report', model],
  detectionReport: (name: string, model: number) => ['project', name, 'detection-report', model],
  history: (suffix: string) => ['releases', suffix, 'history'],
} as const;

/** Fetches anew whatever is known of the project, after something in it has changed. */
export function useRenewProject(name: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: queryKeys.project(name) }),
      client.invalidateQueries({ queryKey: queryKeys.projects }),
    ]);
  }, [client, name]);
}

export interface WatchedJob {
  readonly job: Job;
  readonly points: readonly Point[];
  readonly problem: Problem | null;
}

/**
 * Follows a job live, from its first point on; renews the project's data once it has ended. For a component that is keyed by
 * the job's id: later copies of the job from a list do not start it anew.
 */
export function useWatchedJob(initial: Job): WatchedJob {
  const { id } = initial;
  const { jobs } = useServices();
  const renew = useRenewProject(initial.project);
  const wasActive = useRef(isActive(initial));
  const [watched, setWatched] = useState<WatchedJob>({ job: initial, points: [], problem: null });
  useEffect(() => {
    const abort = new AbortController();
    const follow = async () => {
      const points: Point[] = [];
      for await (const event of jobs.watch(id, abort.signal)) {
        if (event.type === 'point') points.push(event.point);
        const shown = points.slice();
        setWatched((old) => ({
          job: event.type === 'job' ? event.job : old.job,
          points: shown,
          problem: null,
        }));
      }
      if (wasActive.current && !abort.signal.aborted) await renew();
    };
    follow().catch((error: unknown) => {
      if (!abort.signal.aborted) setWatched((old) => ({ ...old, problem: Problem.from(error) }));
    });
    return () => abort.abort();
  }, [id, jobs, renew]);
  // An ended job's words come from the list, which is fetched anew when the reader's language changes.
  return isActive(initial) ? watched : { ...watched, job: initial };
}
