import { useRef } from 'react';
import type { Project } from '@/model/entities';

/** All class names in an order that does not change while one works, whatever is added: keys and colours stay theirs. */
export function useClassNames(
  project: Project,
  marks: readonly { readonly name: string }[],
  extra: readonly string[],
): readonly string[] {
  const names = useRef<readonly string[]>([]);
  const known = new Set(names.current);
  const found = [
    ...project.classes.map(({ name }) => name),
    ...marks.map(({ name }) => name),
    ...extra.filter(Boolean),
  ];
  const added = [...new Set(found)].filter((name) => !known.has(name));
  if (added.length > 0) names.current = [...names.current, ...added];
  return names.current;
}
