import type { ItemLabels, LabelsSnapshot } from '@/api/labels';
import { Button } from '@/widgets/button';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { labellingTexts } from './texts';

/** Whether the server has what one sees. */
export function SaveMark({ snapshot }: { readonly snapshot: LabelsSnapshot<unknown> }) {
  const text = useTexts(labellingTexts);
  const { state } = snapshot;
  return (
    <span className={`save-mark ${state}`} role="status">
      {state === 'saving' ? (
        <span className="spinner" />
      ) : (
        <Icon name={state === 'saved' ? 'check' : 'warning'} size={16} />
      )}
      <span>{state === 'offline' ? '' : text.states[state]}</span>
    </span>
  );
}

/** That other items are not saved until the user looks after them. */
export function OthersUnsaved({
  items: [first, ...rest],
  onOpen,
}: {
  readonly items: readonly number[];
  readonly onOpen: (item: number) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  if (first === undefined) return null;
  const count = rest.length + 1;
  return (
    <Notice tone="warning" title={text.othersUnsaved(format.number(count), count)} live>
      <p>{text.othersUnsavedText}</p>
      <Button onPress={() => onOpen(first)}>{text.openUnsaved(count)}</Button>
    </Notice>
  );
}

/** What keeps the boxes from being saved, and what the user can do about it. */
export function SaveTrouble({
  snapshot,
  labels,
}: {
  readonly snapshot: LabelsSnapshot<unknown>;
  readonly labels: Pick<ItemLabels<unknown>, 'retry' | 'keepMine' | 'takeTheirs'>;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const { state, theirs, problem, history } = snapshot;
  const count = (marks: readonly unknown[]) => text.boxCount(format.number(marks.length), marks.length);
  if (state === 'offline')
    return (
      <Notice tone="warning" title={text.states.offline} live>
        <Button onPress={() => labels.retry()}>{text.saveNow}</Button>
      </Notice>
    );
  if (state === 'refused' && problem) return <ProblemNotice error={problem} onRetry={() => labels.retry()} />;
  if (state !== 'conflict' || !theirs) return null;
  return (
    <Notice tone="warning" title={text.conflictTitle} live>
      <p>{text.conflictText(count(history.now.marks), count(theirs.marks))}</p>
      <div className="actions">
        <Button look="primary" onPress={() => labels.keepMine()}>
          {text.keepMine}
        </Button>
        <Button onPress={() => labels.takeTheirs()}>{text.takeTheirs}</Button>
      </div>
    </Notice>
  );
}
