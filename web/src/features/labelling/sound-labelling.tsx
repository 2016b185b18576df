import { useEffect, useMemo, useRef, useState } from 'react';
import { useClips } from '@/api/clips';
import { useServices } from '@/api/context';
import { classColour } from '@/canvas/palette';
import type { Item, Project } from '@/model/entities';
import { labelLink, projectLink, type Queue } from '@/model/route';
import { formatTime } from '@/model/sound-time';
import { between, endOf, type Stretch } from '@/model/stretch';
import { type TimeCommand, timeCommandOf } from '@/timeline/keys';
import type { PaintedSegment } from '@/timeline/painter';
import type { Player } from '@/timeline/player';
import type { TimeEditor } from '@/timeline/time-editor';
import { Button, LinkButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { EmptyState } from '@/widgets/page';
import { ClipShape } from '@/widgets/sound-clip';
import { ClassPanel } from './class-panel';
import { ItemStrip } from './item-strip';
import { TimeKeyHelp } from './key-help';
import { segmentKind } from './mark-kinds';
import { ProgressPanel } from './progress-panel';
import { SaveTrouble } from './save-mark';
import { SegmentList } from './segment-list';
import { SuggestionList } from './suggestion-list';
import { labellingTexts } from './texts';
import { TimePane } from './time-pane';
import { Toolbar } from './toolbar';
import { Transport } from './transport';
import { useClassNames } from './use-class-names';
import { useKeys } from './use-keys';
import { useLabelledCounts } from './use-labelled-counts';
import { useOpened } from './use-opened';
import { useQueue } from './use-queue';
import { useSuggestions } from './use-suggestions';
import { useWorkbench } from './use-workbench';

const shortestMark = 0.02; // seconds: S pressed twice without moving makes a segment of its own length
const newShare = 0.1; // of what is in sight

/** The sound editor and all around it, for the recordings of a queue. */
export function SoundLabelling({
  project,
  queue,
  first,
  onQueue,
}: {
  readonly project: Project;
  readonly queue: Queue;
  /** Recording to start with; 0: the first of the queue. */
  readonly first: number;
  readonly onQueue: (queue: Queue) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const services = useServices();
  const clipOf = useClips(project.name);
  const [current, setCurrent] = useState(first);
  const [active, setActive] = useState('');
  const [sight, setSight] = useState<Stretch>({ begin: 0, seconds: 1 });
  const [helping, setHelping] = useState(false);
  const [started, setStarted] = useState<number>();
  const editor = useRef<TimeEditor | null>(null);
  const [player, setPlayer] = useState<Player | null>(null);
  const classField = useRef<HTMLInputElement>(null);
  const { query, items, index, total } = useQueue(project.name, queue, first, current);
  const segmentsOf = useLabelledCounts(project.name, services.segments, segmentKind.countOf);
  const [next, previous] = [items[index + 1], items[index - 1]];
  const { opened, snapshot, problem, retry } = useOpened(
    project.name,
    items[index],
    [next, previous],
    services.segments,
  );
  const item = opened?.item;
  const { suggestions, takeOver, reject } = useSuggestions(
    project,
    item,
    undefined,
    snapshot?.history.done ?? 0,
    segmentKind.proposed,
  );
  const names = useClassNames(project, snapshot?.history.now.marks ?? [], [active]);
  const activeName = active || (names[0] ?? '');
  const bench = useWorkbench(
    {
      item,
      labels: opened?.labels,
      snapshot,
      suggestions,
      takeOver,
      reject,
      active: activeName,
      setActive,
    },
    segmentKind,
  );
  const { now, selected, selectedMarks, unnamed } = bench;
  const isEmpty = now.labelled && now.marks.length === 0;

  const colourOf = (name: string) => classColour(names.indexOf(name));
  const nameKey = names.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours follow the names
  const painted = useMemo(
    (): PaintedSegment[] => [
      ...now.marks.map(({ name, begin, seconds }) => ({
        begin,
        seconds,
        text: name,
        colour: colourOf(name),
      })),
      ...suggestions.map(({ score, mark: { name, begin, seconds } }) => ({
        begin,
        seconds,
        text: `${name} ${format.percent(score, 0)}`,
        colour: colourOf(name),
        suggested: true,
      })),
      ...(unnamed ? [{ ...unnamed, text: '?', colour: '#fff', suggested: true }] : []),
    ],
    [now.marks, suggestions, unnamed, nameKey, format],
  );
  const focusCanvas = () => document.querySelector<HTMLElement>('.canvas-pane')?.focus();
  useEffect(() => {
    if (unnamed) classField.current?.focus();
  }, [unnamed]);

  const length = item?.sound?.seconds ?? 0;
  const seconds = formatTime(sight.seconds, sight.seconds < 1 ? 3 : sight.seconds < 60 ? 1 : 0);
  const seek = (time: number) => player?.seek(Math.max(0, Math.min(length, time)));
  const open = (recording: Item) => {
    bench.dropUnnamed();
    setStarted(undefined);
    setCurrent(recording.id);
    window.history.replaceState(null, '', labelLink(project.name, queue, recording.id));
    const count = segmentsOf(recording);
    const state = count === undefined ? text.notLabelled : text.boxCount(format.number(count), count);
    bench.say(text.said.picture(recording.name, state));
  };
  const go = (to: Item | undefined, refusal: string) => (to ? open(to) : bench.say(refusal));
  const choose = (name: string) => {
    bench.choose(name);
    focusCanvas();
  };
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

  const run = (command: TimeCommand): boolean => {
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
        if (!editor.current?.press(command) && player) {
          seek(player.position + command.by);
          editor.current?.reveal(player.position);
        }
        return true;
      case 'resize':
        // Also with nothing selected: Alt and an arrow would leave the page.
        editor.current?.press(command);
        return true;
      case 'next-segment':
        if (!editor.current?.press(command)) go(next, text.said.last);
        return true;
      case 'previous-segment':
        if (!editor.current?.press(command)) go(previous, text.said.first);
        return true;
      case 'next-item':
        go(next, text.said.last);
        return true;
      case 'previous-item':
        go(previous, text.said.first);
        return true;
      case 'class': {
        const name = names[command.index];
        if (name) choose(name);
        return name !== undefined;
      }
      case 'name-class':
        classField.current?.focus();
        return true;
      case 'delete':
        bench.remove();
        return true;
      case 'nothing':
        bench.markEmpty(!isEmpty);
        return true;
      case 'undo':
        bench.undo();
        return true;
      case 'redo':
        bench.redo();
        return true;
      case 'help':
        setHelping(true);
        return true;
      case 'let-go':
        bench.dropUnnamed();
        setStarted(undefined);
        return editor.current?.press(command) ?? false;
      default:
        return editor.current?.press(command) ?? false;
    }
  };
  useKeys(timeCommandOf, run);

  if (items.length === 0)
    return (
      <Load query={query}>
        {() => (
          <EmptyState title={text.emptyQueue} text={text.emptyQueueText} icon="check" alone>
            <div className="actions">
              <LinkButton look="primary" href={projectLink(project.name, 'train')}>
                {text.toTraining}
              </LinkButton>
              {queue !== 'all' && <Button onPress={() => onQueue('all')}>{text.showAll}</Button>}
            </div>
          </EmptyState>
        )}
      </Load>
    );
  return (
    <div className="labelling" data-edits={snapshot?.history.done}>
      <Toolbar
        project={project.name}
        name={item?.name ?? ''}
        position={text.position(format.number(index + 1), format.number(total))}
        zoom={
          <span className="zoom-value" title={text.inSight(seconds)}>
            {seconds}
          </span>
        }
        snapshot={snapshot}
        canGoBack={previous !== undefined}
        canGoOn={next !== undefined}
        isEmpty={isEmpty}
        onCommand={(name) => {
          run({ name });
        }}
      />
      <div className="labelling-stage sound-stage">
        {problem && !opened && <ProblemNotice error={problem} onRetry={retry} />}
        {opened && (
          <TimePane
            project={project.name}
            item={opened.item}
            segments={painted}
            selected={selected}
            started={started}
            colour={colourOf(activeName)}
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
        {opened && snapshot && (
          <div className="labelling-trouble">
            <SaveTrouble snapshot={snapshot} labels={opened.labels} />
          </div>
        )}
      </div>
      <aside className="labelling-side" aria-label={text.title}>
        <ProgressPanel project={project} queue={queue} onQueue={onQueue} />
        <ClassPanel
          project={project}
          names={names}
          active={activeName}
          isWaiting={unnamed !== null}
          field={classField}
          onChoose={choose}
        />
        <SuggestionList
          suggestions={suggestions}
          first={now.marks.length}
          selected={selected}
          colourOf={colourOf}
          onSelect={(place) => {
            bench.select([place]);
            const at = suggestions[place - now.marks.length]?.mark.begin;
            if (at !== undefined) editor.current?.reveal(at);
          }}
          onAccept={(place) => bench.accept([place])}
          onReject={(place) => bench.remove([place])}
          onAcceptAll={bench.acceptAll}
          onRejectAll={bench.rejectAll}
        />
        <SegmentList
          segments={now.marks}
          isEmpty={now.labelled}
          selected={selected}
          colourOf={colourOf}
          onSelect={(place) => {
            bench.select([place]);
            const segment = now.marks[place];
            if (!segment) return;
            editor.current?.reveal(segment.begin);
            editor.current?.reveal(Math.min(endOf(segment), segment.begin + sight.seconds / 2));
            seek(segment.begin);
          }}
          onPlay={(place) => play(now.marks[place])}
          onRemove={(place) => bench.remove([place])}
        />
      </aside>
      <ItemStrip items={items} index={index} marksOf={segmentsOf} onOpen={open}>
        {({ hash }) => (
          <span className="strip-sound">
            <ClipShape clip={clipOf(hash)} />
          </span>
        )}
      </ItemStrip>
      <p className="visually-hidden" aria-live="polite">
        {bench.said}
      </p>
      {helping && (
        <TimeKeyHelp
          isOpen
          onClose={() => {
            setHelping(false);
            focusCanvas();
          }}
        />
      )}
    </div>
  );
}
