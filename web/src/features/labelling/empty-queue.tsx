import { projectLink, type Queue } from '@/model/route';
import { Button, LinkButton } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { EmptyState } from '@/widgets/page';
import { labellingTexts } from './texts';

/** Where one goes on from a queue in which nothing is left. */
export function EmptyQueue({
  project,
  queue,
  onQueue,
}: {
  readonly project: string;
  readonly queue: Queue;
  readonly onQueue: (queue: Queue) => void;
}) {
  const text = useTexts(labellingTexts);
  return (
    <EmptyState title={text.emptyQueue} text={text.emptyQueueText} icon="check" alone>
      <div className="actions">
        <LinkButton look="primary" href={projectLink(project, 'train')}>
          {text.toTraining}
        </LinkButton>
        {queue !== 'all' && <Button onPress={() => onQueue('all')}>{text.showAll}</Button>}
      </div>
    </EmptyState>
  );
}
