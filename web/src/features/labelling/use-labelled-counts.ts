import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { Item } from '@/model/entities';

const pause = 800; // milliseconds from the last save until the project's numbers are asked for anew

/**
 * How many boxes a picture has; undefined while it is not labelled. Knows what has been changed since the list was fetched, and
 * keeps the numbers of the project fresh.
 */
export function useLabelledCounts(project: string): (item: Item) => number | undefined {
  const { labels } = useServices();
  const client = useQueryClient();
  const renew = useRenewProject(project);
  const [changed, setChanged] = useState<ReadonlyMap<number, number | undefined>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = labels.subscribe((changedPicture) => {
      const { picture, isSaved } = changedPicture;
      if (picture.project !== project) return;
      const { labelled, boxes } = changedPicture.snapshot().history.now;
      const count = labelled ? boxes.length : undefined;
      setChanged((old) =>
        old.has(picture.item) && old.get(picture.item) === count
          ? old
          : new Map(old).set(picture.item, count),
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
  return (item) => (changed.has(item.id) ? changed.get(item.id) : item.boxes);
}
