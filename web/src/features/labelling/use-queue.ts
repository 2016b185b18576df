import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useServices } from '@/api/context';
import type { DataService, ItemFilter } from '@/api/data';
import type { Item, ItemPage, Project } from '@/model/entities';
import type { Queue } from '@/model/route';
import { hears } from '@/model/task';

const pageSize = 500;
const ahead = 50; // pictures that are known beyond the current one

const filters: Readonly<Record<Queue, ItemFilter>> = {
  all: {},
  unlabelled: { unlabelled: true },
  worth: { order: 'worth' },
};

/** With a model it knows best what it lacks; of recordings it does not say. */
export function bestQueue(project: Project): Queue {
  if (project.unlabelled === 0) return 'all';
  return project.models > 0 && !hears(project) ? 'worth' : 'unlabelled';
}

async function pageOf(data: DataService, project: string, queue: Queue, after: number, wanted: number) {
  const page = await data.items(project, filters[queue], after, pageSize);
  const isMissing =
    after === 0 && queue !== 'all' && wanted > 0 && page.items.every(({ id }) => id !== wanted);
  if (!isMissing) return page;
  // Asked for by its number, though it has been labelled since.
  const { items } = await data.items(project, {}, wanted - 1, 1);
  return { ...page, items: [...items.filter(({ id }) => id === wanted), ...page.items] };
}

/** The pictures to go through. The list stays as it was fetched: what is labelled does not vanish from under one's hands. */
export function useQueue(project: string, queue: Queue, first: number, current: number) {
  const { data } = useServices();
  const pages = useInfiniteQuery({
    queryKey: ['queue', project, queue, first],
    queryFn: ({ pageParam }): Promise<ItemPage> => pageOf(data, project, queue, pageParam, first),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity,
    gcTime: 0,
  });
  const items: readonly Item[] = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const index = current === 0 ? 0 : items.findIndex(({ id }) => id === current);
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const isShort = index < 0 || index + ahead >= items.length;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);
  return {
    query: pages,
    items,
    /** Where the current picture is; -1 while it is not known, or when there is none. */
    index: index < 0 && !hasNextPage && !isFetching ? Math.min(0, items.length - 1) : index,
    total: pages.data?.pages[0]?.total ?? 0,
  };
}
