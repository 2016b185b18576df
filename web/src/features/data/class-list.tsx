import type { ItemFilter } from '@/api/data';
import type { Project } from '@/model/entities';
import { BarTrack } from '@/widgets/bars';
import { useFormat, useTexts } from '@/widgets/language';
import { dataTexts } from './texts';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly items: number;
  readonly filter: ItemFilter;
}

export function sameFilter(a: ItemFilter, b: ItemFilter): boolean {
  return a.class === b.class && Boolean(a.unlabelled) === Boolean(b.unlabelled);
}

/** The classes with their counts; choosing one shows its pictures. */
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
  const most = Math.max(1, ...project.classes.map((entry) => entry.items), project.unlabelled);
  const rows: Row[] = [
    { key: 'all', name: text.all, items: project.items, filter: {} },
    ...project.classes.map(({ name, items }) => ({
      key: `class ${name}`,
      name,
      items,
      filter: { class: name },
    })),
    ...(project.unlabelled > 0
      ? [
          {
            key: 'unlabelled',
            name: text.unlabelled,
            items: project.unlabelled,
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
            <span className="bar-value">{format.number(row.items)}</span>
            {row.key !== 'all' && <BarTrack share={row.items / most} />}
          </button>
        </li>
      ))}
    </ul>
  );
}
