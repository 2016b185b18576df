export const steps = ['data', 'train', 'verify', 'publish'] as const;
export type Step = (typeof steps)[number];

export type Route =
  | { readonly page: 'projects' }
  | {
      readonly page: 'project';
      readonly project: string;
      readonly step: Step /** Of verify; 0: the newest. */;
      readonly model: number;
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
  const [first, second, third, fourth, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  if (rest.length > 0) return { page: 'unknown' };
  if (first === '' || (first === 'projects' && second === undefined)) return { page: 'projects' };
  if (first === 'settings' && second === undefined) return { page: 'settings' };
  if (first === 'setup' && second && third === undefined) return { page: 'setup', token: second };
  if (first !== 'projects' || !second) return { page: 'unknown' };
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
    case 'project':
      return `#/projects/${encodeURIComponent(route.project)}/${route.step}${route.model > 0 ? `/${route.model}` : ''}`;
  }
}

export function projectLink(project: string, step: Step, model = 0): string {
  return formatRoute({ page: 'project', project, step, model });
}
