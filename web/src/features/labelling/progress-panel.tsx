import type { Project } from '@/model/entities';
import { type Queue, queues } from '@/model/route';
import { hears } from '@/model/task';
import { BarTrack } from '@/widgets/bars';
import { SelectField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** How much is labelled, and which pictures one goes through. */
export function ProgressPanel({
  project,
  queue,
  onQueue,
}: {
  readonly project: Project;
  readonly queue: Queue;
  readonly onQueue: (queue: Queue) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const done = project.items - project.unlabelled;
  const choices = queues
    .filter((id) => id === queue || id !== 'worth' || (project.models > 0 && !hears(project)))
    .map((id) => ({ id, name: text.queues[id] }));
  return (
    <section className="panel" aria-label={text.progress}>
      <p className="label-progress">{text.progressOf(format.number(done), format.number(project.items))}</p>
      <BarTrack share={project.items > 0 ? done / project.items : 0} />
      <SelectField
        label={text.queue}
        value={queue}
        choices={choices}
        onChange={(id) => onQueue(queues.find((candidate) => candidate === id) ?? 'all')}
      />
    </section>
  );
}
