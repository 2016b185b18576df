import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useServices } from '@/api/context';
import type { Item, Prediction, Project } from '@/model/entities';
import type { Edit } from '@/model/label-edit';
import type { LabelHistory } from '@/model/label-history';

/** A box or a segment that the newest model proposes. */
export interface Suggestion<Mark> {
  readonly id: string;
  readonly score: number;
  readonly mark: Mark;
}

const none: readonly never[] = [];
const rejection = 'rejected';
/** Edits are told apart by what they say: those of an item that is opened anew are copies. */
const written = (edit: Edit<unknown>) => JSON.stringify(edit);

/**
 * What a model proposes for an item that nobody had labelled when it was opened. A proposal that an edit dealt with comes back
 * when that edit is undone; one that was rejected does not.
 */
export function useSuggestions<Mark>(
  project: Project,
  item: Item | undefined,
  next: Item | undefined,
  history: LabelHistory<Mark> | undefined,
  proposed: (prediction: Prediction) => Omit<Suggestion<Mark>, 'id'>[],
) {
  const { data } = useServices();
  const [dealtWith, setDealtWith] = useState<ReadonlyMap<string, string>>(new Map());
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
  const all: readonly Suggestion<Mark>[] = isWanted ? (query.data ?? none) : none;
  const suggestions = useMemo(() => {
    const inForce = history?.edits.slice(0, history.done).map(written) ?? [];
    const ends = new Set<string | undefined>([rejection, ...inForce]);
    return all.filter(({ id }) => !ends.has(dealtWith.get(id)));
  }, [all, dealtWith, history]);
  const settle = (settled: readonly Suggestion<Mark>[], by: string) =>
    setDealtWith((old) => new Map([...old, ...settled.map(({ id }) => [id, by] as const)]));
  return {
    suggestions,
    /** By an edit that is about to be performed. */
    takeOver: (taken: readonly Suggestion<Mark>[], edit: Edit<Mark>) => settle(taken, written(edit)),
    reject: (rejected: readonly Suggestion<Mark>[]) => settle(rejected, rejection),
  };
}
