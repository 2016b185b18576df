import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { Suspect } from '@/model/entities';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { type ItemView, SoundView } from './item-view';
import { useKeptLabels } from './kept-labels';
import { verifyTexts } from './texts';

const pageSize = 9;

/** What can be done about the label, or what has been done since the model was trained. */
function Answer({
  project,
  suspect,
  onKeep,
}: {
  readonly project: string;
  readonly suspect: Suspect;
  readonly onKeep: () => void;
}) {
  const text = useTexts(verifyTexts);
  const { data } = useServices();
  const renew = useRenewProject(project);
  const { hash, name, label, suspected } = suspect;
  const found = useQuery({
    queryKey: queryKeys.items(project, { hash }),
    queryFn: () => data.items(project, { hash }, 0, 1),
  });
  const change = useMutation({
    mutationFn: (id: number) => data.label(project, id, suspected),
    onSuccess: renew,
  });
  const problem = found.error ?? change.error;
  if (problem) return <ProblemNotice error={problem} />;
  if (!found.data) return null;
  const [item] = found.data.items;
  if (!item) return <span>{text.gone}</span>;
  if (item.class !== label) {
    return <span role="status">{item.class ? text.changedTo(item.class) : text.noLabel}</span>;
  }
  return (
    <>
      <Button
        aria-label={text.changeOf(name, suspected)}
        isPending={change.isPending}
        onPress={() => change.mutate(item.id)}
      >
        {text.change}
      </Button>
      <Button look="quiet" aria-label={text.keepOf(name, label)} onPress={onKeep}>
        {text.keep}
      </Button>
    </>
  );
}

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
          <li key={`${suspect.hash} ${suspect.begin}`} className="mistake">
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
              <Answer project={project} suspect={suspect} onKeep={() => kept.add(suspect)} />
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
