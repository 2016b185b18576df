import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useServices } from '@/api/context';
import type { Item, Prediction, Project } from '@/model/entities';

/** A box or a segment that the newest model proposes. */
export interface Suggestion<Mark> {
  readonly id: string;
  readonly score: number;
  readonly mark: Mark;
}

/**
 * What a model proposes for an item that nobody had labelled when it was opened. A proposal that was dealt with comes back when
 * that is undone; `done` is the number of edits in force.
 */
export function useSuggestions<Mark>(
  project: Project,
  item: Item | undefined,
  next: Item | undefined,
  done: number,
  proposed: (prediction: Prediction) => Omit<Suggestion<Mark>, 'id'>[],
) {
  const { data } = useServices();
  const [dealtWith, setDealtWith] = useState<ReadonlyMap<string, number>>(new Map());
  const client = useQueryClient();
  const ask = ({ id }: Item) => ({
    queryKey: ['suggestions', project.name, project.models, id],
    queryFn: async (): Promise<Suggestion<Mark>[]> =>
      proposed(await data.suggestions(project.name, id)).map((entry, index) => ({
        ...entry,
        id: `${id} ${index}`,
      })),
    staleTime: Infinity,
  });
  const isWorthAsking = (candidate: Item | undefined): candidate is Item =>
    project.models > 0 &&
    candidate !== undefined &&
    candidate.boxes === undefined &&
    candidate.segments === undefined;
  const isWanted = isWorthAsking(item);
  const query = useQuery(
    isWanted ? ask(item) : { queryKey: ['suggestions'], queryFn: () => [], enabled: false },
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: an item is known by its number
  useEffect(() => {
    if (isWorthAsking(next)) void client.prefetchQuery(ask(next));
  }, [client, project.name, project.models, next?.id]);
  const all = isWanted ? (query.data ?? []) : [];
  const settle = (settled: readonly Suggestion<Mark>[], at: number) =>
    setDealtWith((old) => new Map([...old, ...settled.map(({ id }) => [id, at] as const)]));
  return {
    suggestions: all.filter(({ id }) => done < (dealtWith.get(id) ?? Infinity)),
    /** With the next edit. */
    takeOver: (taken: readonly Suggestion<Mark>[]) => settle(taken, done + 1),
    reject: (rejected: readonly Suggestion<Mark>[]) => settle(rejected, 0),
  };
}
