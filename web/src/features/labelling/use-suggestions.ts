import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useServices } from '@/api/context';
import type { Item, Project, Score } from '@/model/entities';
import type { Rectangle } from '@/model/rectangle';

/** A box that the newest model proposes. */
export interface Suggestion {
  readonly id: string;
  readonly name: string;
  readonly score: number;
  readonly location: Rectangle;
}

const rounded = ({ left, top, width, height }: Rectangle): Rectangle => ({
  left: Math.round(left),
  top: Math.round(top),
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});

function suggestionsOf(item: number, scores: readonly Score[]): Suggestion[] {
  return scores.flatMap(({ name, score, location }, index) =>
    location ? [{ id: `${item} ${index}`, name, score, location: rounded(location) }] : [],
  );
}

/**
 * What a model proposes for a picture that nobody had labelled when it was opened. A proposal that was dealt with comes back
 * when that is undone; `done` is the number of edits in force.
 */
export function useSuggestions(
  project: Project,
  item: Item | undefined,
  next: Item | undefined,
  done: number,
) {
  const { data } = useServices();
  const [dealtWith, setDealtWith] = useState<ReadonlyMap<string, number>>(new Map());
  const client = useQueryClient();
  const ask = (picture: Item) => ({
    queryKey: ['suggestions', project.name, project.models, picture.id],
    queryFn: async () => suggestionsOf(picture.id, await data.suggestions(project.name, picture.id)),
    staleTime: Infinity,
  });
  const isWorthAsking = (picture: Item | undefined): picture is Item =>
    project.models > 0 && picture !== undefined && picture.boxes === undefined;
  const isWanted = isWorthAsking(item);
  const query = useQuery(
    isWanted ? ask(item) : { queryKey: ['suggestions'], queryFn: () => [], enabled: false },
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture is known by its number
  useEffect(() => {
    if (isWorthAsking(next)) void client.prefetchQuery(ask(next));
  }, [client, project.name, project.models, next?.id]);
  const all = isWanted ? (query.data ?? []) : [];
  const settle = (settled: readonly Suggestion[], at: number) =>
    setDealtWith((old) => new Map([...old, ...settled.map(({ id }) => [id, at] as const)]));
  return {
    suggestions: all.filter(({ id }) => done < (dealtWith.get(id) ?? Infinity)),
    /** With the next edit. */
    takeOver: (taken: readonly Suggestion[]) => settle(taken, done + 1),
    reject: (rejected: readonly Suggestion[]) => settle(rejected, 0),
  };
}
