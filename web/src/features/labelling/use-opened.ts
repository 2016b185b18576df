import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ItemLabels, Labels, LabelsSnapshot } from '@/api/labels';
import type { Item } from '@/model/entities';
import { Problem } from '@/model/problem';

export interface OpenedItem<Mark> {
  readonly item: Item;
  readonly labels: ItemLabels<Mark>;
}

const nothing = () => () => undefined;

/** The item with its marks, once they are there, and those before and after it made ready. */
export function useOpened<Mark>(
  project: string,
  item: Item | undefined,
  neighbours: readonly (Item | undefined)[],
  labels: Labels<Mark>,
) {
  const [opened, setOpened] = useState<OpenedItem<Mark> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const near = neighbours.filter((neighbour) => neighbour !== undefined);
  const nearKey = near.map(({ id }) => id).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an item is known by its number; attempt asks anew
  useEffect(() => {
    if (!item) return;
    let isCurrent = true;
    labels.open({ project, item: item.id, hash: item.hash }).then(
      (found) => {
        if (!isCurrent) return;
        setProblem(null);
        setOpened({ item, labels: found });
      },
      (error: unknown) => {
        if (isCurrent) setProblem(Problem.from(error));
      },
    );
    return () => {
      isCurrent = false;
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
  return { opened, snapshot, problem, retry: () => setAttempt((old) => old + 1) };
}
