export const steps = ['data', 'train', 'verify', 'publish'] as const;
export type Step = (typeof steps)[number];

/** Which pictures are gone through: all, those without labels, or these by how much they would teach a model. */
export const queues = ['all', 'unlabelled', 'worth'] as const;
export type Queue = (typeof queues)[number];

export type Route =
  | { readonly page: 'projects' }
  | {
      readonly page: 'project';
      readonly project: string;
      readonly step: Step /** Of verify; 0: the newest. */;
      readonly model: number;
    }
  | {
      readonly page: 'label';
      readonly project: string;
      /** null: whichever suits the project best. */
      readonly queue: Queue | null;
      /** Picture to start with; 0: the first. */
      readonly item: number;
    }
  | { readonly page: 'settings' }
  | { readonly page: 'setup'; readonly token: string }
  | { readonly page: 'unknown' };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The route of a location hash such as "#/projects/Pets/train". */
export function parseRoute(hash: string): Route {
  const [first, second, third, fourth, fifth, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  if (rest.length > 0) return { page: 'unknown' };
  if (first === '' || (first === 'projects' && second === undefined)) return { page: 'projects' };
  if (first === 'settings' && second === undefined) return { page: 'settings' };
  if (first === 'setup' && second && third === undefined) return { page: 'setup', token: second };
  if (first !== 'projects' || !second) return { page: 'unknown' };
  if (third === 'label') {
    const queue = queues.find((candidate) => candidate === fourth) ?? null;
    const isKnown = (fourth === undefined || queue) && (fifth === undefined || /^\d{1,15}$/.test(fifth));
    return isKnown
      ? { page: 'label', project: second, queue, item: Number(fifth ?? 0) }
      : { page: 'unknown' };
  }
  if (fifth !== undefined) return { page: 'unknown' };
  const step = steps.find((candidate) => candidate === (third ?? 'data'));
  if (!step || (fourth !== undefined && (step !== 'verify' || !/^\d{1,9}$/.test(fourth))))
    return { page: 'unknown' };
  return { page: 'project', project: second, step, model: Number(fourth ?? 0) };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'projects':
    case 'unknown':
      return '#/';
    case 'settings':
      return '#/settings';
    case 'setup':
      return `#/setup/${encodeURIComponent(route.token)}`;
    case 'label': {
      const item = route.queue && route.item > 0 ? `/${route.item}` : '';
      const queue = route.queue ? `/${route.queue}${item}` : '';
      return `#/projects/${encodeURIComponent(route.project)}/label${queue}`;
    }
    case 'project':
      return `#/projects/${encodeURIComponent(route.project)}/${route.step}${route.model > 0 ? `/${route.model}` : ''}`;
  }
}

export function projectLink(project: string, step: Step, model = 0): string {
  return formatRoute({ page: 'project', project, step, model });
}

export function labelLink(project: string, queue: Queue | null = null, item = 0): string {
  return formatRoute({ page: 'label', project, queue, item });
}
