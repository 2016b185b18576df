import { type ReactNode, useEffect, useRef } from 'react';
import type { Item } from '@/model/entities';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

const around = 15; // pictures before and after the current one

/** The pictures or recordings around the current one, each with the number of its marks. */
export function ItemStrip({
  items,
  index,
  marksOf,
  stuck,
  onOpen,
  children,
}: {
  readonly items: readonly Item[];
  readonly index: number;
  /** undefined: not labelled. */
  readonly marksOf: (item: Item) => number | undefined;
  /** Those that are not saved until the user does something. */
  readonly stuck: readonly number[];
  readonly onOpen: (item: Item) => void;
  /** Its looks. */
  readonly children: (item: Item) => ReactNode;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
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
        const marks = marksOf(item);
        const count = marks === undefined ? text.notLabelled : text.boxCount(format.number(marks), marks);
        const isStuck = stuck.includes(item.id);
        return (
          <li key={item.id}>
            <button
              type="button"
              className={marks === undefined ? 'strip-picture' : 'strip-picture labelled'}
              aria-current={item.id === current || undefined}
              aria-label={text.stripPicture(item.name, isStuck ? text.unsaved(count) : count)}
              title={item.name}
              onClick={() => onOpen(item)}
            >
              {children(item)}
              {isStuck ? (
                <span className="strip-mark unsaved">
                  <Icon name="warning" size={12} />
                </span>
              ) : (
                marks !== undefined && (
                  <span className="strip-mark">
                    {marks > 0 ? format.number(marks) : <Icon name="check" size={12} />}
                  </span>
                )
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
