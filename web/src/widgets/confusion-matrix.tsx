import { useFormat, useTexts } from './language';
import { widgetTexts } from './texts';

/**
 * Counts as a heat map: rows are the truth, columns the prediction. Shades are shares of their row, so that a small class
 * shows as plainly as a large one. Cells off the diagonal can be chosen, and those on it where `rightToo`; choosing the same one
 * again lets go.
 */
export function ConfusionMatrix({
  names,
  counts,
  chosen,
  onChoose,
  label,
  rightToo = false,
}: {
  readonly names: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly chosen: { readonly row: number; readonly column: number } | null;
  readonly onChoose: (cell: { readonly row: number; readonly column: number } | null) => void;
  readonly label: string;
  readonly rightToo?: boolean;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  return (
    <div className="matrix-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="matrix">
        <caption>
          <span>{text.trueClass} ↓</span>
          <span>{text.predictedClass} →</span>
        </caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                <span title={name}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((truth, row) => {
            const sum = counts[row]?.reduce((total, count) => total + count, 0) ?? 0;
            return (
              <tr key={truth}>
                <th scope="row" title={truth}>
                  {truth}
                </th>
                {names.map((prediction, column) => {
                  const count = counts[row]?.[column] ?? 0;
                  const share = sum > 0 ? count / sum : 0;
                  const right = row === column;
                  const isChosen = chosen?.row === row && chosen.column === column;
                  // Small shares would be invisible on a linear scale; the root lifts them.
                  const shade = {
                    '--shade': `${Math.round(Math.sqrt(share) * 100)}%`,
                  } as React.CSSProperties;
                  const look = `cell ${right ? 'right' : 'wrong'} ${Math.sqrt(share) > 0.62 ? 'dark' : ''}`;
                  const name = right ? text.right(truth, count) : text.cell(truth, prediction, count);
                  return (
                    <td key={prediction} style={shade} className={look}>
                      {(right && !rightToo) || count === 0 ? (
                        <span title={right ? name : undefined}>{count > 0 ? format.number(count) : ''}</span>
                      ) : (
                        <button
                          type="button"
                          aria-pressed={isChosen}
                          aria-label={name}
                          title={name}
                          onClick={() => onChoose(isChosen ? null : { row, column })}
                        >
                          {format.number(count)}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
