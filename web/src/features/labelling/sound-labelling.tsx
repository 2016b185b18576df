import { useRef, useState } from 'react';
import { useClips } from '@/api/clips';
import { formatTime } from '@/model/sound-time';
import { between, endOf, type Stretch } from '@/model/stretch';
import { type TimeCommand, timeCommandOf } from '@/timeline/keys';
import type { Player } from '@/timeline/player';
import type { TimeEditor } from '@/timeline/time-editor';
import { useTexts } from '@/widgets/language';
import { ClipShape } from '@/widgets/sound-clip';
import { TimeKeyHelp } from './key-help';
import { LabellingFrame } from './labelling-frame';
import { segmentKind } from './mark-kinds';
import { SegmentList } from './segment-list';
import { labellingTexts } from './texts';
import { TimePane } from './time-pane';
import { Transport } from './transport';
import { useKeys } from './use-keys';
import { type LabellingProps, useLabelling } from './use-labelling';

const shortestMark = 0.02; // seconds: S pressed twice without moving makes a segment of its own length
const newShare = 0.1; // of what is in sight

/** The sound editor and all around it, for the recordings of a queue. */
export function SoundLabelling(props: LabellingProps) {
  const { project } = props;
  const text = useTexts(labellingTexts);
  const clipOf = useClips(project.name);
  const [sight, setSight] = useState<Stretch>({ begin: 0, seconds: 1 });
  const [started, setStarted] = useState<number>();
  const editor = useRef<TimeEditor | null>(null);
  const [player, setPlayer] = useState<Player | null>(null);
  const labelling = useLabelling(props, segmentKind, () => setStarted(undefined));
  const { item, suggestions, bench } = labelling;
  const { now, selectedMarks } = bench;

  const length = item?.sound?.seconds ?? 0;
  const inSight = formatTime(sight.seconds, sight.seconds < 1 ? 3 : sight.seconds < 60 ? 1 : 0);
  const seek = (time: number) => player?.seek(Math.max(0, Math.min(length, time)));
  /** Begins a segment at the playhead, and ends it there. */
  const mark = () => {
    if (!player) return;
    if (started === undefined) {
      setStarted(player.position);
      bench.say(text.markFrom(formatTime(player.position, 2)));
      return;
    }
    const isPlaced = Math.abs(player.position - started) >= shortestMark;
    const end = isPlaced ? player.position : started + sight.seconds * newShare;
    const stretch = between(started, end, length);
    setStarted(undefined);
    if (stretch) bench.draw(stretch);
  };
  const toggleLoop = () => {
    const [only] = selectedMarks;
    const around = only ?? sight;
    player?.setLoop(player.state().loop ? null : { begin: around.begin, seconds: around.seconds });
  };
  const play = (segment: Stretch | undefined) => {
    if (segment) player?.playStretch(segment);
    else player?.toggle();
  };
  const select = (place: number) => {
    bench.select([place]);
    const segment = now.marks[place];
    if (!segment) return;
    editor.current?.reveal(segment.begin);
    editor.current?.reveal(Math.min(endOf(segment), segment.begin + sight.seconds / 2));
    seek(segment.begin);
  };
  const selectSuggestion = (place: number) => {
    bench.select([place]);
    const at = suggestions[place - now.marks.length]?.mark.begin;
    if (at !== undefined) editor.current?.reveal(at);
  };

  const run = (command: TimeCommand): boolean => {
    const press = () => editor.current?.press(command) ?? false;
    switch (command.name) {
      case 'play':
        player?.toggle();
        return true;
      case 'play-segment':
        play(selectedMarks[0]);
        return true;
      case 'loop':
        toggleLoop();
        return true;
      case 'slower':
      case 'faster':
        player?.changeSpeed(command.name === 'faster' ? 1 : -1);
        return true;
      case 'mark':
        mark();
        return true;
      case 'to-start':
      case 'to-end':
        seek(command.name === 'to-start' ? 0 : length);
        editor.current?.reveal(command.name === 'to-start' ? 0 : length);
        return true;
      case 'move':
        // Without a segment it is the playhead that moves.
        if (!press() && player) {
          seek(player.position + command.by);
          editor.current?.reveal(player.position);
        }
        return true;
      case 'next-segment':
        if (!press()) labelling.goOn();
        return true;
      case 'previous-segment':
        if (!press()) labelling.goBack();
        return true;
      case 'let-go':
        setStarted(undefined);
        return labelling.run(command, press);
      default:
        return labelling.run(command, press);
    }
  };
  useKeys(timeCommandOf, run);

  return (
    <LabellingFrame
      labelling={labelling}
      stageClass="labelling-stage sound-stage"
      zoom={
        <span className="zoom-value" title={text.inSight(inSight)}>
          {inSight}
        </span>
      }
      list={
        <SegmentList
          segments={now.marks}
          isEmpty={now.labelled}
          selected={bench.selected}
          colourOf={labelling.colourOf}
          onSelect={select}
          onPlay={(place) => play(now.marks[place])}
          onRemove={(place) => bench.remove([place])}
        />
      }
      looksOf={({ hash }) => (
        <span className="strip-sound">
          <ClipShape clip={clipOf(hash)} />
        </span>
      )}
      help={TimeKeyHelp}
      onCommand={run}
      onSuggestion={selectSuggestion}
    >
      {item && (
        <TimePane
          project={project.name}
          item={item}
          segments={labelling.painted}
          selected={bench.selected}
          started={started}
          colour={labelling.colourOf(labelling.active)}
          editor={editor}
          onPlayer={setPlayer}
          events={{
            onChange: bench.change,
            onDraw: bench.draw,
            onSelect: bench.select,
            onSeek: seek,
            onView: setSight,
          }}
        />
      )}
      {player && <Transport player={player} length={length} onCommand={(name) => run({ name })} />}
    </LabellingFrame>
  );
}
