import type { Segment } from '@/model/entities';
import { formatTime } from '@/model/sound-time';
import { endOf, inOrder } from '@/model/stretch';
import { IconButton } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { MarkList } from './mark-list';
import { MarkRow, mostListed } from './mark-row';
import { labellingTexts } from './texts';

/** In the order of time. */
export function SegmentList({
  segments,
  isEmpty,
  selected,
  colourOf,
  onSelect,
  onPlay,
  onRemove,
}: {
  readonly segments: readonly Segment[];
  /** Labelled as having none. */
  readonly isEmpty: boolean;
  readonly selected: readonly number[];
  readonly colourOf: (name: string) => string;
  readonly onSelect: (place: number) => void;
  readonly onPlay: (place: number) => void;
  readonly onRemove: (place: number) => void;
}) {
  const text = useTexts(labellingTexts);
  const rows = inOrder(segments)
    .slice(0, mostListed)
    .flatMap((place) => {
      const segment = segments[place];
      return segment ? [{ place, segment }] : [];
    });
  return (
    <MarkList count={segments.length} isEmpty={isEmpty}>
      {rows.map(({ place, segment }) => (
        <MarkRow
          key={place}
          name={segment.name}
          detail={formatTime(segment.begin, 2)}
          place={text.segmentPlace(formatTime(segment.begin, 2), formatTime(endOf(segment), 2))}
          colour={colourOf(segment.name)}
          isSelected={selected.includes(place)}
          onSelect={() => onSelect(place)}
        >
          <IconButton icon="play" label={text.playSegment(segment.name)} onPress={() => onPlay(place)} />
          <IconButton icon="trash" label={text.removeOf(segment.name)} onPress={() => onRemove(place)} />
        </MarkRow>
      ))}
    </MarkList>
  );
}
