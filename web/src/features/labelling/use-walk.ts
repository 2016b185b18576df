import { useState, useSyncExternalStore } from 'react';
import { useServices } from '@/api/context';
import type { Item } from '@/model/entities';
import { labelLink, type Queue } from '@/model/route';
import type { MarkKind, Named } from './mark-kinds';
import { useLabelledCounts } from './use-labelled-counts';
import { useOpened } from './use-opened';
import { useQueue } from './use-queue';

/**
 * The way through a queue: the open item with its marks and how they are saved, and the items around it. `first` 0: it starts
 * with the first of the queue.
 */
export function useWalk<Mark extends Named, Place>(
  project: string,
  queue: Queue,
  first: number,
  { labelsOf, countOf }: MarkKind<Mark, Place>,
) {
  const labels = labelsOf(useServices());
  const [current, setCurrent] = useState(first);
  const { query, items, index, total } = useQueue(project, queue, first, current);
  const stuck = useSyncExternalStore(labels.subscribe, labels.stuck);
  const countNow = useLabelledCounts(project, labels, countOf);
  const [next, previous] = [items[index + 1], items[index - 1]];
  const { opened, snapshot, problem, retry } = useOpened(project, items[index], [next, previous], labels);
  return {
    query,
    items,
    index,
    total,
    next,
    previous,
    countNow,
    /** The project's items that are not saved until the user does something. */
    stuck: stuck.filter(({ of }) => of.project === project).map(({ of }) => of.item),
    opened,
    snapshot,
    problem,
    retry,
    goTo: (item: Item) => {
      setCurrent(item.id);
      window.history.replaceState(null, '', labelLink(project, queue, item.id));
    },
  };
}
