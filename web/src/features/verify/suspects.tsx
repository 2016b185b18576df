import { useState } from 'react';
import type { Suspect } from '@/model/entities';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { type ItemView, SoundView } from './item-view';
import { useKeptLabels } from './kept-labels';
import { SuspectAnswer } from './suspect-answer';
import { verifyTexts } from './texts';

const pageSize = 9;

/** Pictures or recordings whose labels look wrong, each with a button that puts the label right and one that lets it be. */
export function Suspects({
  project,
  suspects,
  view: View,
}: {
  readonly project: string;
  readonly suspects: readonly Suspect[];
  readonly view: ItemView;
}) {
  const text = useTexts(verifyTexts);
  const [shown, setShown] = useState(pageSize);
  const kept = useKeptLabels(project);
  const open = suspects.filter((suspect) => !kept.has(suspect));
  if (open.length === 0) return <p className="quiet-text">{text.allChecked}</p>;
  return (
    <>
      <ul className={View === SoundView ? 'mistakes heard' : 'mistakes'}>
        {open.slice(0, shown).map((suspect) => (
          <li key={`${suspect.hash} ${suspect.begin} ${suspect.label}`} className="mistake">
            <View project={project} item={suspect} />
            <dl>
              <div>
                <dt>{text.label}</dt>
                <dd>{suspect.label}</dd>
              </div>
              <div className="wrong">
                <dt>{text.suspected}</dt>
                <dd>{suspect.suspected}</dd>
              </div>
            </dl>
            <div className="suspect-answer">
              <SuspectAnswer project={project} suspect={suspect} onKeep={() => kept.add(suspect)} />
            </div>
          </li>
        ))}
      </ul>
      {open.length > shown && (
        <div className="more">
          <Button onPress={() => setShown(shown + 2 * pageSize)}>{text.more}</Button>
        </div>
      )}
    </>
  );
}
