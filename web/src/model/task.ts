import type { Project } from './entities';

export const tasks = ['image-classification', 'object-detection', 'sound-classification'] as const;
export type Task = (typeof tasks)[number];

export function findsBoxes({ task }: Pick<Project, 'task'>): boolean {
  return task === 'object-detection';
}

/** Its items are recordings, not pictures. */
export function hears({ task }: Pick<Project, 'task'>): boolean {
  return task === 'sound-classification';
}

/** Whether there is something to learn from: two classes to tell apart, or one whose boxes are to be found. */
export function canBeTrained(project: Pick<Project, 'task' | 'classes'>): boolean {
  const filled = project.classes.filter((entry) => entry.items > 0).length;
  return filled >= (findsBoxes(project) ? 1 : 2);
}

/** The one number that says how good a model is; undefined when it was not measured. */
export function qualityOf(metrics: Readonly<Record<string, unknown>>): number | undefined {
  const value = metrics['map50'] ?? metrics['accuracy'];
  return typeof value === 'number' ? value : undefined;
}
