import type { Job, Project, Release } from './entities';
import { type Step, steps } from './route';
import { canBeTrained } from './task';

/** done: it has been; busy: a job is at it; next: what to do now; later: something comes before. */
export type StepState = 'done' | 'busy' | 'next' | 'later';

export function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Where the project stands on its way from pictures to a live interface. */
export function stepStates(
  project: Project,
  jobs: readonly Job[],
  releases: readonly Release[],
): Record<Step, StepState> {
  const active = jobs.filter((job) => job.project === project.name && isActive(job));
  const done: Record<Step, boolean> = {
    data: canBeTrained(project),
    train: project.models > 0,
    verify: project.models > 0,
    publish: releases.some((release) => release.project === project.name && release.live),
  };
  const busy: Record<Step, boolean> = {
    data: active.some((job) => job.kind === 'import'),
    train: active.some((job) => job.kind === 'train'),
    verify: active.some((job) => job.kind === 'evaluate'),
    publish: false,
  };
  const next = steps.find((step) => !done[step]);
  const state = (step: Step): StepState =>
    busy[step] ? 'busy' : done[step] ? 'done' : step === next ? 'next' : 'later';
  return { data: state('data'), train: state('train'), verify: state('verify'), publish: state('publish') };
}
