import type { ComponentType, ReactNode } from 'react';
import type { SharedCommand } from '@/canvas/key-table';
import type { Item } from '@/model/entities';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { ClassPanel } from './class-panel';
import { EmptyQueue } from './empty-queue';
import { ItemStrip } from './item-strip';
import type { HelpProps } from './key-help';
import type { Named } from './mark-kinds';
import { ProgressPanel } from './progress-panel';
import { OthersUnsaved, SaveTrouble } from './save-mark';
import { SuggestionList } from './suggestion-list';
import { labellingTexts } from './texts';
import { Toolbar } from './toolbar';
import type { Labelling } from './use-labelling';

/** What lies around the editor on every labelling page: the bar, panels at the side, the strip, the help. */
export function LabellingFrame<Mark extends Named, Place>({
  labelling,
  stageClass,
  zoom,
  tools,
  trouble,
  list,
  looksOf,
  help: Help,
  onCommand,
  onSuggestion,
  children,
}: {
  readonly labelling: Labelling<Mark, Place>;
  readonly stageClass: string;
  /** How large it is drawn, or how much is in sight. */
  readonly zoom: ReactNode;
  /** Buttons of the bar that only this page has. */
  readonly tools?: ReactNode;
  /** What went wrong besides opening and saving. */
  readonly trouble?: ReactNode;
  /** The marks as text. */
  readonly list: ReactNode;
  /** An item in the strip. */
  readonly looksOf: (item: Item) => ReactNode;
  readonly help: ComponentType<HelpProps>;
  readonly onCommand: (command: { readonly name: SharedCommand }) => void;
  /** The suggestion at a place was chosen from the list. */
  readonly onSuggestion: (place: number) => void;
  /** The editor. */
  readonly children: ReactNode;
}) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const { project, queue, onQueue, items, index, opened, snapshot, problem, stuck, bench } = labelling;
  if (items.length === 0)
    return (
      <Load query={labelling.query}>
        {() => <EmptyQueue project={project.name} queue={queue} onQueue={onQueue} />}
      </Load>
    );
  const others = stuck.filter((id) => id !== opened?.item.id);
  return (
    <div className="labelling" data-edits={snapshot?.history.done}>
      <Toolbar
        project={project.name}
        name={(opened?.item ?? items[index])?.name ?? ''}
        position={text.position(format.number(index + 1), format.number(labelling.total))}
        zoom={zoom}
        snapshot={snapshot}
        canGoBack={labelling.previous !== undefined}
        canGoOn={labelling.next !== undefined}
        isEmpty={labelling.isEmpty}
        onCommand={(name) => onCommand({ name })}
      >
        {tools}
      </Toolbar>
      <div className={stageClass}>
        {problem && <ProblemNotice error={problem} onRetry={labelling.retry} />}
        {children}
        {opened && snapshot && (
          <div className="labelling-trouble">
            {trouble}
            <SaveTrouble snapshot={snapshot} labels={opened.labels} />
          </div>
        )}
      </div>
      <aside className="labelling-side" aria-label={text.title}>
        <OthersUnsaved items={others} onOpen={labelling.openNumber} />
        <ProgressPanel project={project} queue={queue} onQueue={onQueue} />
        <ClassPanel
          project={project}
          names={labelling.names}
          active={labelling.active}
          isWaiting={bench.unnamed.length > 0}
          field={labelling.classField}
          onChoose={labelling.choose}
          onGiveUp={labelling.giveUpNaming}
        />
        <SuggestionList
          suggestions={labelling.suggestions}
          first={bench.now.marks.length}
          selected={bench.selected}
          colourOf={labelling.colourOf}
          onSelect={onSuggestion}
          onAccept={(place) => bench.accept([place])}
          onReject={(place) => bench.remove([place])}
          onAcceptAll={bench.acceptAll}
          onRejectAll={bench.rejectAll}
        />
        {list}
      </aside>
      <ItemStrip
        items={items}
        index={index}
        marksOf={labelling.countNow}
        stuck={stuck}
        onOpen={labelling.open}
      >
        {looksOf}
      </ItemStrip>
      <p className="visually-hidden" aria-live="polite">
        {bench.said}
      </p>
      {labelling.isHelping && <Help isOpen onClose={labelling.endHelp} />}
    </div>
  );
}
