import { useEffect, useRef } from 'react';
import { useServices } from '@/api/context';
import type { Item } from '@/model/entities';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

const around = 15; // pictures before and after the current one

/** The pictures around the current one, each with the number of its boxes. */
export function PictureStrip({
  project,
  items,
  index,
  boxesOf,
  onOpen,
}: {
  readonly project: string;
  readonly items: readonly Item[];
  readonly index: number;
  /** undefined: not labelled. */
  readonly boxesOf: (item: Item) => number | undefined;
  readonly onOpen: (item: Item) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const { data } = useServices();
  const list = useRef<HTMLUListElement>(null);
  const current = items[index]?.id;
  const first = Math.max(0, index - around);
  const shown = items.slice(first, index + around + 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each picture
  useEffect(() => {
    const strip = list.current;
    const tile = strip?.querySelector<HTMLElement>('[aria-current]');
    if (strip && tile) strip.scrollLeft = tile.offsetLeft - (strip.clientWidth - tile.offsetWidth) / 2;
  }, [current, shown.length]);
  return (
    <ul ref={list} className="strip" aria-label={text.strip}>
      {shown.map((item) => {
        const boxes = boxesOf(item);
        const state = boxes === undefined ? text.notLabelled : text.boxCount(format.number(boxes), boxes);
        return (
          <li key={item.id}>
            <button
              type="button"
              className={boxes === undefined ? 'strip-picture' : 'strip-picture labelled'}
              aria-current={item.id === current || undefined}
              aria-label={text.stripPicture(item.name, state)}
              title={item.name}
              onClick={() => onOpen(item)}
            >
              <img src={data.pictureUrl(project, item.hash, 160)} alt="" decoding="async" />
              {boxes !== undefined && (
                <span className="strip-mark">
                  {boxes > 0 ? format.number(boxes) : <Icon name="check" size={12} />}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
