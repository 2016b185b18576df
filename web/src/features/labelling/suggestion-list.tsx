import { Button, IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { MarkRow, mostListed } from './mark-row';
import { labellingTexts } from './texts';
import type { Suggestion } from './use-suggestions';

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
  readonly suggestions: readonly Suggestion<{ readonly name: string }>[];
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
        {suggestions.slice(0, mostListed).map(({ id, score, mark: { name } }, index) => (
          <MarkRow
            key={id}
            name={name}
            detail={format.percent(score, 0)}
            colour={colourOf(name)}
            isSelected={selected.includes(first + index)}
            onSelect={() => onSelect(first + index)}
          >
            <IconButton icon="check" label={text.acceptOf(name)} onPress={() => onAccept(first + index)} />
            <IconButton icon="close" label={text.rejectOf(name)} onPress={() => onReject(first + index)} />
          </MarkRow>
        ))}
      </ul>
    </section>
  );
}
