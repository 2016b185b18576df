import type { BoxLabel } from '@/model/entities';
import { IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { MarkList } from './mark-list';
import { MarkRow, mostListed } from './mark-row';
import { labellingTexts } from './texts';

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
    <MarkList count={boxes.length} isEmpty={isEmpty}>
      {boxes.slice(0, mostListed).map(({ name, location: { left, top, width, height } }, place) => (
        <MarkRow
          key={place}
          name={name}
          detail={text.size(round(width), round(height))}
          place={text.boxPlace(round(left), round(top))}
          colour={colourOf(name)}
          isSelected={selected.includes(place)}
          onSelect={() => onSelect(place)}
        >
          <IconButton icon="trash" label={text.removeOf(name)} onPress={() => onRemove(place)} />
        </MarkRow>
      ))}
    </MarkList>
  );
}
