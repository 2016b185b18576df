import type { GroupMetrics } from '@/model/entities';
import { BarTrack } from '@/widgets/bars';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

/** How the model does on each speaker, machine or place, the worst first. */
export function GroupTable({ groups }: { readonly groups: readonly GroupMetrics[] }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={text.perGroup}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.group}</th>
            <th scope="col">{text.accuracy}</th>
            <th scope="col" className="numeric">
              {text.support}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, items, accuracy }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="share">
                <span>{format.percent(accuracy)}</span>
                <BarTrack share={accuracy} />
              </td>
              <td className="numeric">{format.number(items)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
