import { useState } from 'react';
import type { Project } from '@/model/entities';
import { labelLink, type Queue } from '@/model/route';
import { hears } from '@/model/task';
import { PictureLabelling } from './picture-labelling';
import { SoundLabelling } from './sound-labelling';
import { bestQueue } from './use-queue';

/** Where boxes or segments are drawn. `queue` null: whichever suits the project; `item` 0: the first one. */
export function LabellingPage({
  project,
  queue: given,
  item,
}: {
  readonly project: Project;
  readonly queue: Queue | null;
  readonly item: number;
}) {
  // What comes by the address is where one starts; from there on one moves by oneself.
  const [start, setStart] = useState(() => ({ queue: given ?? bestQueue(project), item }));
  const Labelling = hears(project) ? SoundLabelling : PictureLabelling;
  return (
    <Labelling
      key={`${start.queue} ${start.item}`}
      project={project}
      queue={start.queue}
      first={start.item}
      onQueue={(queue, first = 0) => {
        window.history.replaceState(null, '', labelLink(project.name, queue, first));
        setStart({ queue, item: first });
      }}
    />
  );
}
