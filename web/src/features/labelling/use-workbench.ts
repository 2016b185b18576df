import { useRef, useState } from 'react';
import { useServices } from '@/api/context';
import type { LabelsSnapshot, PictureLabels } from '@/api/labels';
import { type Edit, insertion, type Labelling, marking, removal, replacement } from '@/model/box-edit';
import type { BoxLabel, Item } from '@/model/entities';
import { farthest, isSame, moved, type Rectangle, type Size } from '@/model/rectangle';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';
import type { Suggestion } from './use-suggestions';

const pasteShift = { x: 10, y: 10 };
const empty: Labelling = { labelled: false, boxes: [] };

/** A box moved into a picture, and made smaller where it is larger than that. */
function fitInto(box: BoxLabel, size: Size): BoxLabel {
  const width = Math.min(box.location.width, size.width);
  const height = Math.min(box.location.height, size.height);
  const left = Math.max(0, Math.min(box.location.left, size.width - width));
  const top = Math.max(0, Math.min(box.location.top, size.height - height));
  return { ...box, location: { left, top, width, height } };
}

interface Bench {
  readonly project: string;
  /** The class of boxes to come; empty: none yet. */
  readonly active: string;
  readonly setActive: (name: string) => void;
  readonly item: Item | undefined;
  readonly labels: PictureLabels | undefined;
  readonly snapshot: LabelsSnapshot | null;
  readonly suggestions: readonly Suggestion[];
  readonly takeOver: (suggestions: readonly Suggestion[]) => void;
  readonly reject: (suggestions: readonly Suggestion[]) => void;
}

/**
 * The selection and all that can be done with the boxes of the open picture. Places count through the boxes and on through the
 * suggestions behind them.
 */
export function useWorkbench(bench: Bench) {
  const { item, labels, snapshot, suggestions, active, setActive } = bench;
  const text = useTexts(labellingTexts).said;
  const format = useFormat();
  const services = useServices();
  const [chosen, setChosen] = useState<{ readonly item: number; readonly places: readonly number[] }>();
  const [unnamed, setUnnamed] = useState<Rectangle | null>(null);
  const [said, setSaid] = useState('');
  const clipboard = useRef<readonly BoxLabel[]>([]);
  const now = snapshot?.history.now ?? empty;
  const count = now.boxes.length;
  const selected = (chosen && chosen.item === item?.id ? chosen.places : []).filter(
    (place) => place < count + suggestions.length,
  );
  const ownPlaces = selected.filter((place) => place < count);
  const chosenSuggestions = selected.flatMap((place) => suggestions[place - count] ?? []);
  const selectedBoxes = ownPlaces.flatMap((place) => now.boxes[place] ?? []);

  const select = (places: readonly number[]) => {
    if (item) setChosen({ item: item.id, places });
    const [only] = places;
    const box = places.length === 1 && only !== undefined ? now.boxes[only] : undefined;
    if (box) setActive(box.name);
  };
  const perform = (edit: Edit, continues = false) => labels?.perform(edit, continues);
  const sayNumber = (say: (n: string, count: number) => string, n: number) =>
    setSaid(say(format.number(n), n));

  const insert = (boxes: readonly BoxLabel[]) => {
    if (boxes.length === 0) return;
    perform(insertion(now, boxes));
    select(boxes.map((_, index) => count + index));
  };
  const accept = (taken: readonly Suggestion[]) => {
    if (taken.length === 0) return;
    bench.takeOver(taken);
    perform(
      insertion(
        now,
        taken.map(({ name, location }) => ({ name, location })),
      ),
    );
    select([]);
    sayNumber(text.accepted, taken.length);
  };
  const add = (name: string, location: Rectangle) => {
    insert([{ name, location }]);
    setSaid(text.added(name));
  };

  /** While boxes come and go, places mean others. */
  const keepSelection = (edit: Edit | undefined) => {
    if (edit?.kind !== 'replace') select([]);
  };

  return {
    now,
    selected,
    selectedBoxes,
    unnamed,
    said,
    say: setSaid,
    select,
    /** Without a class to give it, the box waits for its name. */
    draw: (location: Rectangle) => {
      if (active) add(active, location);
      else setUnnamed(location);
    },
    dropUnnamed: () => setUnnamed(null),
    /** Gives the class to what is selected, or to a box that waits for its name, and to those to come. */
    choose: (name: string) => {
      setActive(name);
      if (unnamed) {
        setUnnamed(null);
        add(name, unnamed);
      } else if (selectedBoxes.some((box) => box.name !== name)) {
        perform(
          replacement(
            now,
            ownPlaces,
            selectedBoxes.map((box) => ({ ...box, name })),
          ),
        );
        setSaid(text.renamed(name));
      }
    },
    change: (places: readonly number[], to: readonly Rectangle[], continues: boolean) => {
      const [first = 0] = places;
      const suggestion = suggestions[first - count];
      const [location] = to;
      if (suggestion && location) {
        bench.takeOver([suggestion]);
        insert([{ name: suggestion.name, location }]);
        return;
      }
      const boxes = places.flatMap((place, index) => {
        const [box, target] = [now.boxes[place], to[index]];
        return box && target ? [{ ...box, location: target }] : [];
      });
      const isMoved = places.some((place, index) => {
        const [box, target] = [now.boxes[place], to[index]];
        return box && target && !isSame(box.location, target);
      });
      if (isMoved) perform(replacement(now, places, boxes), continues);
    },
    remove: (places: readonly number[] = selected) => {
      const boxes = places.filter((place) => place < count);
      bench.reject(places.flatMap((place) => suggestions[place - count] ?? []));
      if (boxes.length > 0) {
        perform(removal(now, boxes));
        sayNumber(text.removed, boxes.length);
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
    /** Says that there is nothing to find, or takes that back. */
    markEmpty: (isEmpty: boolean) => {
      if (!isEmpty) {
        perform(marking(now, false));
        return;
      }
      bench.reject(suggestions);
      if (count > 0) perform(removal(now, [...now.boxes.keys()]));
      else if (!now.labelled) perform(marking(now, true));
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
    copy: () => {
      clipboard.current = selectedBoxes.length > 0 ? selectedBoxes : now.boxes;
      sayNumber(text.copied, clipboard.current.length);
    },
    paste: () => {
      if (!item) return;
      const isTaken = clipboard.current.some((box) =>
        now.boxes.some((other) => isSame(box.location, other.location)),
      );
      const boxes = clipboard.current.map((box) => fitInto(box, item));
      const by = isTaken
        ? farthest(
            boxes.map(({ location }) => location),
            pasteShift,
            item,
          )
        : { x: 0, y: 0 };
      insert(boxes.map((box) => ({ ...box, location: moved(box.location, by) })));
    },
    /** The selected boxes, or all, onto another picture; those that it has already are left out. */
    carryTo: async (next: Item) => {
      const boxes = (selectedBoxes.length > 0 ? selectedBoxes : now.boxes).map((box) => fitInto(box, next));
      const target = await services.labels.open({ project: bench.project, item: next.id, hash: next.hash });
      const there = target.snapshot().history.now;
      const isNew = (box: BoxLabel) =>
        !there.boxes.some((other) => other.name === box.name && isSame(other.location, box.location));
      const added = boxes.filter(isNew);
      if (added.length === 0) return;
      target.perform(insertion(there, added));
      setChosen({ item: next.id, places: added.map((_, index) => there.boxes.length + index) });
      sayNumber(text.copied, added.length);
    },
  };
}

export type Workbench = ReturnType<typeof useWorkbench>;
