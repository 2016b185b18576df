import { useRef } from 'react';
import { useServices } from '@/api/context';
import type { BoxLabel, Item } from '@/model/entities';
import { insertion } from '@/model/label-edit';
import { farthest, isSame, moved, type Rectangle, type Size } from '@/model/rectangle';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';
import { type Bench, type MarkKind, useWorkbench } from './use-workbench';

const pasteShift = { x: 10, y: 10 };

const boxes: MarkKind<BoxLabel, Rectangle> = {
  made: (name, location) => ({ name, location }),
  placed: (box, location) => ({ ...box, location }),
  isAt: (box, location) => isSame(box.location, location),
};

/** A box moved into a picture, and made smaller where it is larger than that. */
function fitInto(box: BoxLabel, size: Size): BoxLabel {
  const width = Math.min(box.location.width, size.width);
  const height = Math.min(box.location.height, size.height);
  const left = Math.max(0, Math.min(box.location.left, size.width - width));
  const top = Math.max(0, Math.min(box.location.top, size.height - height));
  return { ...box, location: { left, top, width, height } };
}

/** A workbench whose boxes can be copied, from picture to picture as well. */
export function useBoxBench(bench: Bench<BoxLabel>) {
  const services = useServices();
  const text = useTexts(labellingTexts).said;
  const core = useWorkbench(bench, boxes);
  const clipboard = useRef<readonly BoxLabel[]>([]);
  const { now, selectedMarks } = core;
  const taken = () => (selectedMarks.length > 0 ? selectedMarks : now.marks);
  return {
    ...core,
    copy: () => {
      clipboard.current = taken();
      core.sayNumber(text.copied, clipboard.current.length);
    },
    paste: () => {
      const { item } = bench;
      if (!item) return;
      const isTaken = clipboard.current.some((box) =>
        now.marks.some((other) => isSame(box.location, other.location)),
      );
      const fitting = clipboard.current.map((box) => fitInto(box, item));
      const by = isTaken
        ? farthest(
            fitting.map(({ location }) => location),
            pasteShift,
            item,
          )
        : { x: 0, y: 0 };
      core.insert(fitting.map((box) => ({ ...box, location: moved(box.location, by) })));
    },
    /** The selected boxes, or all, onto another picture; those that it has already are left out. */
    carryTo: async (next: Item) => {
      const carried = taken().map((box) => fitInto(box, next));
      const target = await services.labels.open({ project: bench.project, item: next.id, hash: next.hash });
      const there = target.snapshot().history.now;
      const isNew = (box: BoxLabel) =>
        !there.marks.some((other) => other.name === box.name && isSame(other.location, box.location));
      const added = carried.filter(isNew);
      if (added.length === 0) return;
      target.perform(insertion(there, added));
      core.setChosen({ item: next.id, places: added.map((_, index) => there.marks.length + index) });
      core.sayNumber(text.copied, added.length);
    },
  };
}
