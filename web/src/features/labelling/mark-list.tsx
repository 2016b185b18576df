import type { ReactNode } from 'react';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';

/** The marks of the open item as text: what a screen reader has instead of the canvas. */
export function MarkList({
  count,
  isEmpty,
  children,
}: {
  readonly count: number;
  /** Labelled as having none. */
  readonly isEmpty: boolean;
  /** Their rows. */
  readonly children: ReactNode;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  return (
    <section className="panel" aria-label={text.boxes}>
      <h2>
        {text.boxes} <span className="count">{format.number(count)}</span>
      </h2>
      {count === 0 && <p className="quiet-text">{isEmpty ? text.isEmpty : text.noBoxes}</p>}
      <ul className="box-list" aria-label={text.boxes}>
        {children}
      </ul>
    </section>
  );
}
