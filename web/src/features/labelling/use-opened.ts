import { useEffect, useState, useSyncExternalStore } from 'react';
import { useServices } from '@/api/context';
import type { LabelsSnapshot, PictureLabels } from '@/api/labels';
import type { Item } from '@/model/entities';
import { Problem } from '@/model/problem';
import type { PictureCache } from './picture-cache';

/** Sides beyond this are scaled down by the server; boxes count in the pixels of the picture itself all the same. */
const mostPixels = 2048;

export interface OpenedPicture {
  readonly item: Item;
  readonly labels: PictureLabels;
  readonly image: HTMLImageElement | null;
}

const none = { subscribe: () => () => undefined, snapshot: (): LabelsSnapshot | null => null };

/** The picture with its boxes, once they are there, and those before and after it made ready. */
export function useOpened(
  project: string,
  item: Item | undefined,
  neighbours: readonly (Item | undefined)[],
  cache: PictureCache,
) {
  const { labels, data } = useServices();
  const [opened, setOpened] = useState<OpenedPicture | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const urlOf = ({ hash }: Item) => data.pictureUrl(project, hash, mostPixels);
  const near = neighbours.filter((neighbour) => neighbour !== undefined);
  const nearKey = near.map(({ id }) => id).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an item is known by its number; attempt asks anew
  useEffect(() => {
    if (!item) return;
    let isCurrent = true;
    const picture = cache.load(urlOf(item));
    labels.open({ project, item: item.id, hash: item.hash }).then(
      (found) => {
        if (!isCurrent) return;
        setProblem(null);
        setOpened((old) => ({ item, labels: found, image: old?.item.id === item.id ? old.image : null }));
        picture
          .then((image) => {
            if (isCurrent) setOpened((old) => old && { ...old, image });
          })
          .catch(() => {
            if (isCurrent) setProblem(Problem.unreachable());
          });
      },
      (error: unknown) => {
        if (isCurrent) setProblem(Problem.from(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [project, item?.id, labels, cache, attempt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: neighbours are known by their numbers
  useEffect(() => {
    for (const neighbour of near) {
      cache.load(urlOf(neighbour)).catch(() => undefined);
      labels.open({ project, item: neighbour.id, hash: neighbour.hash }).catch(() => undefined);
    }
  }, [project, nearKey, labels, cache]);

  const source = opened?.labels ?? none;
  const snapshot = useSyncExternalStore<LabelsSnapshot | null>(source.subscribe, source.snapshot);
  return { opened, snapshot, problem, retry: () => setAttempt((old) => old + 1) };
}
