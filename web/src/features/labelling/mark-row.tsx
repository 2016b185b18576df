import type { CSSProperties, ReactNode } from 'react';

export const mostListed = 300;

/** A box or a segment, or one that is proposed, in a list. */
export function MarkRow({
  name,
  place,
  detail,
  colour,
  isSelected,
  onSelect,
  children,
}: {
  readonly name: string;
  /** Read out after the name. */
  readonly place?: string;
  readonly detail: string;
  readonly colour: string;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <li
      className={isSelected ? 'box-row selected' : 'box-row'}
      style={{ '--colour': colour } as CSSProperties}
    >
      <button type="button" aria-pressed={isSelected} onClick={onSelect}>
        <span className="class-colour" />
        <span className="class-name">{name}</span>
        {place && <span className="visually-hidden">{place}</span>}
        <span className="bar-value">{detail}</span>
      </button>
      {children}
    </li>
  );
}
