import { useEffect, useMemo, useRef, useState } from 'react';
import { useServices } from '@/api/context';
import type { BoxEditor } from '@/canvas/box-editor';
import { type Command, commandOf } from '@/canvas/keys';
import type { PaintedBox } from '@/canvas/painter';
import { classColour } from '@/canvas/palette';
import type { Item, Project } from '@/model/entities';
import { labelLink, projectLink, type Queue } from '@/model/route';
import { hears } from '@/model/task';
import { Button, IconButton, LinkButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { EmptyState } from '@/widgets/page';
import { BoxList } from './box-list';
import { CanvasPane } from './canvas-pane';
import { ClassPanel } from './class-panel';
import { ItemStrip } from './item-strip';
import { KeyHelp } from './key-help';
import { boxKind } from './mark-kinds';
import { PictureCache } from './picture-cache';
import { ProgressPanel } from './progress-panel';
import { SaveTrouble } from './save-mark';
import { SoundLabelling } from './sound-labelling';
import { SuggestionList } from './suggestion-list';
import { labellingTexts } from './texts';
import { Toolbar } from './toolbar';
import { useClassNames } from './use-class-names';
import { useClipboard } from './use-clipboard';
import { useKeys } from './use-keys';
import { useLabelledCounts } from './use-labelled-counts';
import { useOpened } from './use-opened';
import { usePicture } from './use-picture';
import { bestQueue, useQueue } from './use-queue';
import { useSuggestions } from './use-suggestions';
import { useWorkbench } from './use-workbench';

/** Sides beyond this are scaled down by the server; boxes count in the pixels of the picture itself all the same. */
const mostPixels = 2048;

/** The canvas and all around it, for the pictures of a queue. */
function Labelling({
  project,
  queue,
  first,
  onQueue,
}: {
  readonly project: Project;
  readonly queue: Queue;
  /** Picture to start with; 0: the first of the queue. */
  readonly first: number;
  readonly onQueue: (queue: Queue) => void;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const services = useServices();
  const [current, setCurrent] = useState(first);
  const [active, setActive] = useState('');
  const [scale, setScale] = useState(1);
  const [helping, setHelping] = useState(false);
  const [cache] = useState(() => new PictureCache());
  const editor = useRef<BoxEditor | null>(null);
  const classField = useRef<HTMLInputElement>(null);
  const { query, items, index, total } = useQueue(project.name, queue, first, current);
  const boxesOf = useLabelledCounts(project.name, services.labels, boxKind.countOf);
  const wanted = items[index];
  const next = items[index + 1];
  const near = [next, items[index - 1]];
  const { opened, snapshot, problem, retry } = useOpened(project.name, wanted, near, services.labels);
  const item = opened?.item;
  const urlOf = (picture: Item) => services.data.pictureUrl(project.name, picture.hash, mostPixels);
  const image = usePicture(
    item && urlOf(item),
    near.flatMap((picture) => (picture ? [urlOf(picture)] : [])),
    cache,
  );
  const { suggestions, takeOver, reject } = useSuggestions(
    project,
    item,
    next,
    snapshot?.history.done ?? 0,
    boxKind.proposed,
  );
  const names = useClassNames(project, snapshot?.history.now.marks ?? [], [active]);
  const bench = useWorkbench(
    {
      item,
      labels: opened?.labels,
      snapshot,
      suggestions,
      takeOver,
      reject,
      active: active || (names[0] ?? ''),
      setActive,
    },
    boxKind,
  );
  const clipboard = useClipboard(project.name, item, bench);
  const { now, selected, unnamed } = bench;

  const colourOf = (name: string) => classColour(names.indexOf(name));
  const nameKey = names.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours follow the names
  const painted = useMemo(
    (): PaintedBox[] => [
      ...now.marks.map(({ name, location }) => ({ location, text: name, colour: colourOf(name) })),
      ...suggestions.map(({ score, mark: { name, location } }) => ({
        location,
        text: `${name} ${format.percent(score, 0)}`,
        colour: colourOf(name),
        suggested: true,
      })),
      ...(unnamed ? [{ location: unnamed, text: '?', colour: '#fff', suggested: true }] : []),
    ],
    [now.marks, suggestions, unnamed, nameKey, format],
  );
  const focusCanvas = () => document.querySelector<HTMLElement>('.canvas-pane')?.focus();
  useEffect(() => {
    if (unnamed) classField.current?.focus();
  }, [unnamed]);

  const open = (picture: Item) => {
    bench.dropUnnamed();
    setCurrent(picture.id);
    window.history.replaceState(null, '', labelLink(project.name, queue, picture.id));
    const boxes = boxesOf(picture);
    const state = boxes === undefined ? text.notLabelled : text.boxCount(format.number(boxes), boxes);
    bench.say(text.said.picture(picture.name, state));
  };
  const go = (to: Item | undefined, refusal: string) => (to ? open(to) : bench.say(refusal));
  const carryOn = () => {
    if (next) void clipboard.carryTo(next).then(() => open(next));
    else bench.say(text.said.last);
  };
  const choose = (name: string) => {
    bench.choose(name);
    focusCanvas();
  };

  const run = (command: Command): boolean => {
    switch (command.name) {
      case 'next-item':
        go(next, text.said.last);
        return true;
      case 'previous-item':
        go(items[index - 1], text.said.first);
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
      case 'accept':
        if (suggestions.length > 0) bench.acceptChosen();
        else go(next, text.said.last);
        return true;
      case 'accept-all':
        bench.acceptAll();
        return true;
      case 'nothing':
        bench.markEmpty(!(now.labelled && now.marks.length === 0));
        return true;
      case 'copy':
        clipboard.copy();
        return true;
      case 'paste':
        clipboard.paste();
        return true;
      case 'carry-on':
        carryOn();
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
      case 'resize':
        // Also with nothing selected: Alt and an arrow would leave the page.
        editor.current?.press(command);
        return true;
      case 'let-go':
        bench.dropUnnamed();
        return editor.current?.press(command) ?? false;
      default:
        return editor.current?.press(command) ?? false;
    }
  };
  useKeys(commandOf, run);

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
        zoom={<span className="zoom-value">{format.percent(scale, 0)}</span>}
        snapshot={snapshot}
        canGoBack={index > 0}
        canGoOn={next !== undefined}
        isEmpty={now.labelled && now.marks.length === 0}
        onCommand={(name) => {
          run({ name });
        }}
      >
        <IconButton icon="carry" label={text.carryOn} isDisabled={!next} onPress={carryOn} />
      </Toolbar>
      <div className="labelling-stage">
        {problem && !opened && <ProblemNotice error={problem} onRetry={retry} />}
        {opened && (
          <CanvasPane
            item={opened.item}
            image={image}
            boxes={painted}
            selected={selected}
            colour={colourOf(active || (names[0] ?? ''))}
            editor={editor}
            events={{
              onChange: bench.change,
              onDraw: bench.draw,
              onSelect: bench.select,
              onZoom: setScale,
            }}
          />
        )}
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
          active={active || (names[0] ?? '')}
          isWaiting={unnamed !== null}
          field={classField}
          onChoose={choose}
        />
        <SuggestionList
          suggestions={suggestions}
          first={now.marks.length}
          selected={selected}
          colourOf={colourOf}
          onSelect={(place) => bench.select([place])}
          onAccept={(place) => bench.accept([place])}
          onReject={(place) => bench.remove([place])}
          onAcceptAll={bench.acceptAll}
          onRejectAll={bench.rejectAll}
        />
        <BoxList
          boxes={now.marks}
          isEmpty={now.labelled}
          selected={selected}
          colourOf={colourOf}
          onSelect={(place) => bench.select([place])}
          onRemove={(place) => bench.remove([place])}
        />
      </aside>
      <ItemStrip items={items} index={index} marksOf={boxesOf} onOpen={open}>
        {({ hash }) => (
          <img src={services.data.pictureUrl(project.name, hash, 160)} alt="" decoding="async" />
        )}
      </ItemStrip>
      <p className="visually-hidden" aria-live="polite">
        {bench.said}
      </p>
      {helping && (
        <KeyHelp
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

/** Where boxes or segments are drawn. `queue` null: whichever suits the project; `item` 0: the first one. */
export function LabellingPage({
  project,
  queue: given,
  item,
}: {
  readonly project: Project;
  readonly queue: Queue | null;
  readonly item: number;
}) {
  // What comes by the address is where one starts; from there on one moves by oneself.
  const [start, setStart] = useState(() => ({ queue: given ?? bestQueue(project), item }));
  const Bench = hears(project) ? SoundLabelling : Labelling;
  return (
    <Bench
      key={`${start.queue} ${start.item}`}
      project={project}
      queue={start.queue}
      first={start.item}
      onQueue={(queue) => {
        window.history.replaceState(null, '', labelLink(project.name, queue));
        setStart({ queue, item: 0 });
      }}
    />
  );
}
