import type { ClassMetrics, DetectionClass } from '@/model/entities';
import { BarTrack } from '@/widgets/bars';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

const isDetection = (row: ClassMetrics | DetectionClass): row is DetectionClass =>
  'ap50' in row || 'ap' in row;

/** Precision, recall and F1 of each class, weakest first: that is where work pays. */
export function ClassTable({ rows }: { readonly rows: readonly (ClassMetrics | DetectionClass)[] }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const weakestFirst = [...rows].sort((a, b) => a.f1 - b.f1);
  const boxed = rows.some(isDetection);
  const share = (value: number | undefined) => (
    <td className="share">
      <span>{value === undefined ? '–' : format.percent(value)}</span>
      {value !== undefined && <BarTrack share={value} />}
    </td>
  );
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={text.perClass}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.class}</th>
            {boxed && <th scope="col">{text.ap50}</th>}
            <th scope="col">{text.precision}</th>
            <th scope="col">{text.recall}</th>
            <th scope="col">{text.f1}</th>
            <th scope="col" className="numeric">
              {boxed ? text.boxes : text.support}
            </th>
          </tr>
        </thead>
        <tbody>
          {weakestFirst.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {boxed && share(isDetection(row) ? row.ap50 : undefined)}
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
