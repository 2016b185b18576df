import type { CSSProperties, ReactNode } from 'react';
import type { BoxLabel } from '@/model/entities';
import { Button, IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { labellingTexts } from './texts';
import type { Suggestion } from './use-suggestions';

const mostListed = 300;

function Row({
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

/** The boxes as text: what a screen reader has instead of the canvas. */
export function BoxList({
  boxes,
  isEmpty,
  selected,
  colourOf,
  onSelect,
  onRemove,
}: {
  readonly boxes: readonly BoxLabel[];
  /** Labelled as having none. */
  readonly isEmpty: boolean;
  readonly selected: readonly number[];
  readonly colourOf: (name: string) => string;
  readonly onSelect: (place: number) => void;
  readonly onRemove: (place: number) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const round = (value: number) => format.number(Math.round(value));
  return (
    <section className="panel" aria-label={text.boxes}>
      <h2>
        {text.boxes} <span className="count">{format.number(boxes.length)}</span>
      </h2>
      {boxes.length === 0 && <p className="quiet-text">{isEmpty ? text.isEmpty : text.noBoxes}</p>}
      <ul className="box-list" aria-label={text.boxes}>
        {boxes.slice(0, mostListed).map(({ name, location: { left, top, width, height } }, place) => (
          <Row
            key={place}
            name={name}
            detail={text.size(round(width), round(height))}
            place={text.boxPlace(round(left), round(top))}
            colour={colourOf(name)}
            isSelected={selected.includes(place)}
            onSelect={() => onSelect(place)}
          >
            <IconButton icon="trash" label={text.removeOf(name)} onPress={() => onRemove(place)} />
          </Row>
        ))}
      </ul>
    </section>
  );
}

/** What the newest model proposes. */
export function SuggestionList({
  suggestions,
  first,
  selected,
  colourOf,
  onSelect,
  onAccept,
  onReject,
  onAcceptAll,
  onRejectAll,
}: {
  readonly suggestions: readonly Suggestion[];
  /** The place of the first. */
  readonly first: number;
  readonly selected: readonly number[];
  readonly colourOf: (name: string) => string;
  readonly onSelect: (place: number) => void;
  readonly onAccept: (place: number) => void;
  readonly onReject: (place: number) => void;
  readonly onAcceptAll: () => void;
  readonly onRejectAll: () => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  if (suggestions.length === 0) return null;
  return (
    <section className="panel suggestions" aria-label={text.suggestions}>
      <h2>
        {text.suggestions} <span className="count">{format.number(suggestions.length)}</span>
      </h2>
      <p className="quiet-text">{text.suggestionsHelp}</p>
      <div className="suggestion-actions">
        <Button look="primary" icon="check" onPress={onAcceptAll}>
          {text.acceptAll}
        </Button>
        <Button look="quiet" onPress={onRejectAll}>
          {text.rejectAll}
        </Button>
      </div>
      <ul className="box-list" aria-label={text.suggestions}>
        {suggestions.slice(0, mostListed).map(({ id, name, score }, index) => (
          <Row
            key={id}
            name={name}
            detail={format.percent(score, 0)}
            colour={colourOf(name)}
            isSelected={selected.includes(first + index)}
            onSelect={() => onSelect(first + index)}
          >
            <IconButton icon="check" label={text.acceptOf(name)} onPress={() => onAccept(first + index)} />
            <IconButton icon="close" label={text.rejectOf(name)} onPress={() => onReject(first + index)} />
          </Row>
        ))}
      </ul>
    </section>
  );
}
