import type { ClassMetrics } from '@/model/entities';
import { BarTrack } from '@/widgets/bars';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

/** Precision, recall and F1 of each class, weakest first: that is where work pays. */
export function ClassTable({ rows }: { readonly rows: readonly ClassMetrics[] }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const weakestFirst = [...rows].sort((a, b) => a.f1 - b.f1);
  const share = (value: number) => (
    <td className="share">
      <span>{format.percent(value)}</span>
      <BarTrack share={value} />
    </td>
  );
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={text.perClass}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.class}</th>
            <th scope="col">{text.precision}</th>
            <th scope="col">{text.recall}</th>
            <th scope="col">{text.f1}</th>
            <th scope="col" className="numeric">
              {text.support}
            </th>
          </tr>
        </thead>
        <tbody>
          {weakestFirst.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {share(row.precision)}
              {share(row.recall)}
              {share(row.f1)}
              <td className="numeric">{format.number(row.support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
