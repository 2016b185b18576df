import { useState } from 'react';
import type { Report } from '@/model/entities';
import { type Cell, countIn, heardIn } from '@/model/report';
import { Button } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { SoundView } from './item-view';
import { MostShown } from './most-shown';
import { verifyTexts } from './texts';

const pageSize = 12;

/** The recordings behind a cell of the confusion matrix, each to be heard. */
export function Heard({
  project,
  report,
  cell,
}: {
  readonly project: string;
  readonly report: Report;
  readonly cell: Cell;
}) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const [shown, setShown] = useState(pageSize);
  const items = heardIn(report, cell);
  return (
    <>
      <MostShown listed={items.length} total={countIn(report, cell)} />
      <ul className="mistakes heard">
        {items.slice(0, shown).map((item) => (
          <li key={`${item.hash} ${item.name} ${item.begin}`} className="mistake">
            <SoundView project={project} item={item} />
            <dl>
              <div className={cell.truth === cell.prediction ? undefined : 'wrong'}>
                <dt>{text.prediction}</dt>
                <dd>
                  {cell.prediction} <span>{format.percent(item.score, 0)}</span>
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
      {items.length > shown && (
        <div className="more">
          <Button onPress={() => setShown(shown + 2 * pageSize)}>{text.more}</Button>
        </div>
      )}
    </>
  );
}
