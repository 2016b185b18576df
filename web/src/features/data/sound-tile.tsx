import { useClips } from '@/api/clips';
import type { Item, Project } from '@/model/entities';
import { formatTime } from '@/model/sound-time';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { ClipShape, PlayButton } from '@/widgets/sound-clip';
import { dataTexts } from './texts';

const short = 60; // seconds below which tenths matter

/** A recording to be seen, played, opened or selected. */
export function SoundTile({
  project,
  item,
  selected,
  onSelect,
  onOpen,
}: {
  readonly project: Project;
  readonly item: Item;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const clip = useClips(project.name)(item.hash);
  const segments = item.segments;
  const isLabelled = item.class !== undefined || segments !== undefined;
  const state =
    item.class ??
    (segments === undefined ? text.unlabelled : text.segments(format.number(segments), segments));
  const seconds = item.sound?.seconds ?? 0;
  return (
    <li className={selected ? 'tile sound-tile selected' : 'tile sound-tile'}>
      <button type="button" className="tile-open" onClick={onOpen} aria-label={text.open(item.name, state)}>
        <ClipShape clip={clip} />
      </button>
      <p className="sound-foot">
        <span className={isLabelled ? 'sound-class' : 'sound-class none'}>{state}</span>
        <span className="sound-time">
          {seconds < short ? text.seconds(seconds.toFixed(seconds < 10 ? 2 : 1)) : formatTime(seconds)}
        </span>
        <span className="sound-name" title={item.name}>
          {item.name.split('/').at(-1)}
        </span>
        {item.group && (
          <span className="sound-group" title={`${text.group}: ${item.group}`}>
            {item.group}
          </span>
        )}
      </p>
      <PlayButton clip={clip} name={item.name} />
      <button
        type="button"
        className="tile-select"
        aria-pressed={selected}
        aria-label={text.select(item.name)}
        onClick={onSelect}
      >
        <Icon name="check" size={16} />
      </button>
    </li>
  );
}
