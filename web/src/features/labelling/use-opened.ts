import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ItemLabels, Labels, LabelsSnapshot } from '@/api/labels';
import type { Item } from '@/model/entities';
import { Problem } from '@/model/problem';

export interface OpenedItem<Mark> {
  readonly item: Item;
  readonly labels: ItemLabels<Mark>;
}

const nothing = () => () => undefined;
const grace = 500; // milliseconds for which the item before stays in sight
const patience = 2000; // milliseconds until the next try

interface Failure {
  readonly item: number;
  readonly problem: Problem;
}

/**
 * The item with its marks, once they are there, and those before and after it made ready. While it cannot be had there is none:
 * what one draws would go to another item than the page says.
 */
export function useOpened<Mark>(
  project: string,
  item: Item | undefined,
  neighbours: readonly (Item | undefined)[],
  labels: Labels<Mark>,
) {
  const [opened, setOpened] = useState<OpenedItem<Mark> | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const near = neighbours.filter((neighbour) => neighbour !== undefined);
  const nearKey = near.map(({ id }) => id).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an item is known by its number; attempt asks anew
  useEffect(() => {
    if (!item) return;
    let isCurrent = true;
    let next: ReturnType<typeof setTimeout> | undefined;
    const late = setTimeout(() => setOpened(null), grace);
    const open = () =>
      labels.open({ project, item: item.id, hash: item.hash }).then(
        (found) => {
          if (!isCurrent) return;
          clearTimeout(late);
          setFailure(null);
          setOpened({ item, labels: found });
        },
        (error: unknown) => {
          if (!isCurrent) return;
          setOpened(null);
          setFailure({ item: item.id, problem: Problem.from(error) });
          next = setTimeout(open, patience);
        },
      );
    void open();
    return () => {
      isCurrent = false;
      clearTimeout(late);
      clearTimeout(next);
    };
  }, [project, item?.id, labels, attempt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: neighbours are known by their numbers
  useEffect(() => {
    for (const neighbour of near)
      labels.open({ project, item: neighbour.id, hash: neighbour.hash }).catch(() => undefined);
  }, [project, nearKey, labels]);

  const snapshot = useSyncExternalStore<LabelsSnapshot<Mark> | null>(
    opened?.labels.subscribe ?? nothing,
    () => opened?.labels.snapshot() ?? null,
  );
  return {
    opened,
    snapshot,
    /** Why the item is not there; it is asked for again and again. */
    problem: failure && failure.item === item?.id ? failure.problem : null,
    retry: () => setAttempt((old) => old + 1),
  };
}
