import type { ItemFilter } from '@/api/data';
import type { ClassCount, Project } from '@/model/entities';
import { findsBoxes } from '@/model/task';
import { BarTrack } from '@/widgets/bars';
import { useFormat, useTexts } from '@/widgets/language';
import { dataTexts } from './texts';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly filter: ItemFilter;
}

export function sameFilter(a: ItemFilter, b: ItemFilter): boolean {
  return a.class === b.class && Boolean(a.unlabelled) === Boolean(b.unlabelled);
}

/** The classes with the numbers of their pictures, or of their boxes; choosing one shows its pictures. */
export function ClassList({
  project,
  filter,
  onFilter,
}: {
  readonly project: Project;
  readonly filter: ItemFilter;
  readonly onFilter: (filter: ItemFilter) => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const countOf = ({ items, boxes }: ClassCount) => boxes ?? items;
  const most = Math.max(1, ...project.classes.map(countOf), project.unlabelled);
  const rows: Row[] = [
    { key: 'all', name: text.all, count: project.items, filter: {} },
    ...project.classes.map((entry) => ({
      key: `class ${entry.name}`,
      name: entry.name,
      count: countOf(entry),
      filter: { class: entry.name },
    })),
    ...(project.unlabelled > 0
      ? [
          {
            key: 'unlabelled',
            name: findsBoxes(project) ? text.notLabelled : text.unlabelled,
            count: project.unlabelled,
            filter: { unlabelled: true },
          },
        ]
      : []),
  ];
  return (
    <ul className="class-list" aria-label={text.classes}>
      {rows.map((row) => (
        <li key={row.key}>
          <button
            type="button"
            className="bar-row"
            aria-pressed={sameFilter(row.filter, filter)}
            onClick={() => onFilter(row.filter)}
          >
            <span
              className={row.filter.class === undefined ? 'bar-name special' : 'bar-name'}
              title={row.name}
            >
              {row.name}
            </span>
            <span className="bar-value">{format.number(row.count)}</span>
            {row.key !== 'all' && <BarTrack share={row.count / most} />}
          </button>
        </li>
      ))}
    </ul>
  );
}
