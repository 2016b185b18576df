import { useState } from 'react';
import type { ItemLabels, LabelsSnapshot } from '@/api/labels';
import type { Item } from '@/model/entities';
import { type Edit, insertion, type Labelling, marking, removal, replacement } from '@/model/label-edit';
import { useFormat, useTexts } from '@/widgets/language';
import type { MarkKind, Named } from './mark-kinds';
import { labellingTexts } from './texts';
import type { Suggestion } from './use-suggestions';

interface Bench<Mark> {
  /** The class of marks to come; empty: none yet. */
  readonly active: string;
  readonly setActive: (name: string) => void;
  readonly item: Item | undefined;
  readonly labels: ItemLabels<Mark> | undefined;
  readonly snapshot: LabelsSnapshot<Mark> | null;
  readonly suggestions: readonly Suggestion<Mark>[];
  readonly takeOver: (suggestions: readonly Suggestion<Mark>[], edit: Edit<Mark>) => void;
  readonly reject: (suggestions: readonly Suggestion<Mark>[]) => void;
}

export type Workbench<Mark extends Named, Place> = ReturnType<typeof useWorkbench<Mark, Place>>;

/**
 * The selection and all that can be done with the marks of the open item. Places in the list count through the marks and on
 * through the suggestions behind them.
 */
export function useWorkbench<Mark extends Named, Place>(bench: Bench<Mark>, kind: MarkKind<Mark, Place>) {
  const { item, labels, snapshot, suggestions, active, setActive } = bench;
  const text = useTexts(labellingTexts).said;
  const format = useFormat();
  const [chosen, setChosen] = useState<{ readonly item: number; readonly places: readonly number[] }>();
  const [unnamed, setUnnamed] = useState<readonly Place[]>([]);
  const [said, setSaid] = useState('');
  const now: Labelling<Mark> = snapshot?.history.now ?? { labelled: false, marks: [] };
  const count = now.marks.length;
  const selected = (chosen && chosen.item === item?.id ? chosen.places : []).filter(
    (place) => place < count + suggestions.length,
  );
  const ownPlaces = selected.filter((place) => place < count);
  const chosenSuggestions = selected.flatMap((place) => suggestions[place - count] ?? []);
  const selectedMarks = ownPlaces.flatMap((place) => now.marks[place] ?? []);

  const select = (places: readonly number[]) => {
    if (item) setChosen({ item: item.id, places });
    const [only] = places;
    const mark = places.length === 1 && only !== undefined ? now.marks[only] : undefined;
    if (mark) setActive(mark.name);
  };
  const perform = (edit: Edit<Mark>, continues = false) => labels?.perform(edit, continues);
  const sayNumber = (say: (n: string, count: number) => string, n: number) =>
    setSaid(say(format.number(n), n));

  /** Performs an edit that deals with suggestions as well. */
  const settle = (settled: readonly Suggestion<Mark>[], edit: Edit<Mark>) => {
    bench.takeOver(settled, edit);
    perform(edit);
  };

  const insert = (marks: readonly Mark[], from: readonly Suggestion<Mark>[] = []) => {
    if (marks.length === 0) return;
    settle(from, insertion(now, marks));
    select(marks.map((_, index) => count + index));
  };
  const accept = (taken: readonly Suggestion<Mark>[]) => {
    if (taken.length === 0) return;
    const marks = taken.map(({ mark }) => mark);
    settle(taken, insertion(now, marks));
    select([]);
    sayNumber(text.accepted, taken.length);
  };
  const add = (name: string, places: readonly Place[]) => {
    insert(places.map((place) => kind.made(name, place)));
    setSaid(text.added(name));
  };

  /** While marks come and go, places mean others. */
  const keepSelection = (edit: Edit<Mark> | undefined) => {
    if (edit?.kind !== 'replace') select([]);
  };

  return {
    now,
    selected,
    selectedMarks,
    unnamed,
    said,
    say: setSaid,
    sayNumber,
    select,
    setChosen,
    insert,
    /** Without a class to give it, the mark waits for its name, and so do those that follow. */
    draw: (place: Place) => {
      if (active) add(active, [place]);
      else setUnnamed((old) => [...old, place]);
    },
    dropUnnamed: () => setUnnamed([]),
    /** Gives the class to what is selected, or to the marks that wait for their name, and to those to come. */
    choose: (name: string) => {
      setActive(name);
      if (unnamed.length > 0) {
        setUnnamed([]);
        add(name, unnamed);
      } else if (selectedMarks.some((mark) => mark.name !== name)) {
        perform(
          replacement(
            now,
            ownPlaces,
            selectedMarks.map((mark) => ({ ...mark, name })),
          ),
        );
        setSaid(text.renamed(name));
      }
    },
    change: (places: readonly number[], to: readonly Place[], continues: boolean) => {
      const [first = 0] = places;
      const suggestion = suggestions[first - count];
      const [target] = to;
      if (suggestion && target) {
        insert([kind.placed(suggestion.mark, target)], [suggestion]);
        return;
      }
      // An undo may have taken some of them away while they were dragged.
      const changed = places.flatMap((place, index) => {
        const [mark, target] = [now.marks[place], to[index]];
        return mark && target ? [{ place, mark, target }] : [];
      });
      if (changed.some(({ mark, target }) => !kind.isAt(mark, target)))
        perform(
          replacement(
            now,
            changed.map(({ place }) => place),
            changed.map(({ mark, target }) => kind.placed(mark, target)),
          ),
          continues,
        );
    },
    remove: (places: readonly number[] = selected) => {
      const own = places.filter((place) => place < count);
      const proposed = places.flatMap((place) => suggestions[place - count] ?? []);
      if (own.length > 0) {
        settle(proposed, removal(now, own));
        sayNumber(text.removed, own.length);
      } else {
        bench.reject(proposed);
      }
      select([]);
    },
    accept: (places: readonly number[]) =>
      accept(places.flatMap((place) => suggestions[place - count] ?? [])),
    acceptChosen: () => accept(chosenSuggestions.length > 0 ? chosenSuggestions : suggestions),
    acceptAll: () => accept(suggestions),
    rejectAll: () => {
      bench.reject(suggestions);
      select([]);
    },
    /** Says that there is nothing to mark, or takes that back. */
    markEmpty: (isEmpty: boolean) => {
      if (!isEmpty) {
        perform(marking(now, false));
        return;
      }
      settle(suggestions, count > 0 ? removal(now, [...now.marks.keys()]) : marking(now, true));
      select([]);
    },
    undo: () => {
      keepSelection(snapshot?.history.edits[snapshot.history.done - 1]);
      labels?.undo();
      setSaid(text.undone);
    },
    redo: () => {
      keepSelection(snapshot?.history.edits[snapshot.history.done]);
      labels?.redo();
      setSaid(text.redone);
    },
  };
}
