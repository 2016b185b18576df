import { useState } from 'react';
import { useServices } from '@/api/context';
import type { Mistake } from '@/model/entities';
import { Button } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

const pageSize = 9;

/** Pictures that the model got wrong, the surest errors first. */
export function Mistakes({
  project,
  mistakes,
}: {
  readonly project: string;
  readonly mistakes: readonly Mistake[];
}) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const { data } = useServices();
  const [shown, setShown] = useState(pageSize);
  if (mistakes.length === 0) return <p className="quiet-text">{text.noMistakes}</p>;
  return (
    <>
      <ul className="mistakes">
        {mistakes.slice(0, shown).map((mistake) => (
          <li key={`${mistake.hash} ${mistake.name}`} className="mistake">
            <img src={data.pictureUrl(project, mistake.hash, 320)} alt={mistake.name} loading="lazy" />
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
