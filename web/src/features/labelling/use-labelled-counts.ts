import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queryKeys, useRenewProject } from '@/api/context';
import type { Labels } from '@/api/labels';
import type { Item } from '@/model/entities';

const pause = 800; // milliseconds from the last save until the project's numbers are asked for anew

/**
 * How many boxes or segments an item has; undefined while it is not labelled. Knows what has been changed since the list was fetched, and
 * keeps the numbers of the project fresh.
 */
export function useLabelledCounts<Mark>(
  project: string,
  labels: Labels<Mark>,
  listed: (item: Item) => number | undefined,
): (item: Item) => number | undefined {
  const client = useQueryClient();
  const renew = useRenewProject(project);
  const [changed, setChanged] = useState<ReadonlyMap<number, number | undefined>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = labels.subscribe((item) => {
      const { of, isSaved } = item;
      if (of.project !== project) return;
      const { labelled, marks } = item.snapshot().history.now;
      const count = labelled ? marks.length : undefined;
      setChanged((old) =>
        old.has(of.item) && old.get(of.item) === count ? old : new Map(old).set(of.item, count),
      );
      if (!isSaved) return;
      clearTimeout(timer);
      timer = setTimeout(
        () => void client.invalidateQueries({ queryKey: queryKeys.project(project), exact: true }),
        pause,
      );
    });
    return () => {
      clearTimeout(timer);
      stop();
      void renew();
    };
  }, [labels, project, client, renew]);
  return (item) => (changed.has(item.id) ? changed.get(item.id) : listed(item));
}
