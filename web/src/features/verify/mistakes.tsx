import { useState } from 'react';
import type { Mistake } from '@/model/entities';
import { Button } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { type ItemView, SoundView } from './item-view';
import { MostShown } from './most-shown';
import { verifyTexts } from './texts';

const pageSize = 9;

/** Pictures or recordings that the model got wrong, the surest errors first. */
export function Mistakes({
  project,
  mistakes,
  total,
  view: View,
}: {
  readonly project: string;
  readonly mistakes: readonly Mistake[];
  /** How many there are, listed or not. */
  readonly total: number;
  readonly view: ItemView;
}) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const [shown, setShown] = useState(pageSize);
  if (total === 0) return <p className="quiet-text">{text.noMistakes}</p>;
  return (
    <>
      <MostShown listed={mistakes.length} total={total} />
      <ul className={View === SoundView ? 'mistakes heard' : 'mistakes'}>
        {mistakes.slice(0, shown).map((mistake) => (
          <li key={`${mistake.hash} ${mistake.name} ${mistake.begin}`} className="mistake">
            <View project={project} item={mistake} />
            <dl>
              <div>
                <dt>{text.truth}</dt>
                <dd>{mistake.truth}</dd>
              </div>
              <div className="wrong">
                <dt>{text.prediction}</dt>
                <dd>
                  {mistake.prediction} <span>{format.percent(mistake.score, 0)}</span>
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
      {mistakes.length > shown && (
        <div className="more">
          <Button onPress={() => setShown(shown + 2 * pageSize)}>{text.more}</Button>
        </div>
      )}
    </>
  );
}
