import { useMemo } from 'react';
import { classColour } from '@/canvas/palette';
import { useFormat } from '@/widgets/language';
import type { MarkKind, Named } from './mark-kinds';
import type { Suggestion } from './use-suggestions';
import type { Workbench } from './use-workbench';

/** The marks as the editor draws them, with those that are proposed and those that wait for their name. */
export function usePainted<Mark extends Named, Place>(
  kind: MarkKind<Mark, Place>,
  { now, unnamed }: Workbench<Mark, Place>,
  suggestions: readonly Suggestion<Mark>[],
  names: readonly string[],
) {
  const format = useFormat();
  return useMemo(() => {
    const colourOf = (name: string) => classColour(names.indexOf(name));
    const proposed = { suggested: true };
    return [
      ...now.marks.map((mark) => ({ ...mark, text: mark.name, colour: colourOf(mark.name) })),
      ...suggestions.map(({ score, mark }) => ({
        ...mark,
        text: `${mark.name} ${format.percent(score, 0)}`,
        colour: colourOf(mark.name),
        ...proposed,
      })),
      ...unnamed.map((place) => ({ ...kind.made('', place), text: '?', colour: '#fff', ...proposed })),
    ];
  }, [kind, now.marks, suggestions, unnamed, names, format]);
}
