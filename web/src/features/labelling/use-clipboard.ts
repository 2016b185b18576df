import { useRef } from 'react';
import { useServices } from '@/api/context';
import type { BoxLabel, Item } from '@/model/entities';
import { insertion } from '@/model/label-edit';
import { farthest, isSame, moved, type Rectangle, type Size } from '@/model/rectangle';
import { useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';
import type { Workbench } from './use-workbench';

const pasteShift = { x: 10, y: 10 };

/** A box moved into a picture, and made smaller where it is larger than that. */
function fitInto(box: BoxLabel, size: Size): BoxLabel {
  const width = Math.min(box.location.width, size.width);
  const height = Math.min(box.location.height, size.height);
  const left = Math.max(0, Math.min(box.location.left, size.width - width));
  const top = Math.max(0, Math.min(box.location.top, size.height - height));
  return { ...box, location: { left, top, width, height } };
}

/** Copies boxes of the workbench within the open picture, and to others. */
export function useClipboard(project: string, item: Item | undefined, bench: Workbench<BoxLabel, Rectangle>) {
  const services = useServices();
  const text = useTexts(labellingTexts).said;
  const clipboard = useRef<readonly BoxLabel[]>([]);
  const { now, selectedMarks } = bench;
  const taken = () => (selectedMarks.length > 0 ? selectedMarks : now.marks);
  return {
    copy: () => {
      clipboard.current = taken();
      bench.sayNumber(text.copied, clipboard.current.length);
    },
    paste: () => {
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
      bench.insert(fitting.map((box) => ({ ...box, location: moved(box.location, by) })));
    },
    /** The selected boxes, or all, onto another picture; those that it has already are left out. */
    carryTo: async (next: Item) => {
      const carried = taken().map((box) => fitInto(box, next));
      const target = await services.labels.open({ project, item: next.id, hash: next.hash });
      const there = target.snapshot().history.now;
      const isNew = (box: BoxLabel) =>
        !there.marks.some((other) => other.name === box.name && isSame(other.location, box.location));
      const added = carried.filter(isNew);
      if (added.length === 0) return;
      target.perform(insertion(there, added));
      bench.setChosen({ item: next.id, places: added.map((_, index) => there.marks.length + index) });
      bench.sayNumber(text.copied, added.length);
    },
  };
}
