import { useEffect, useRef, useState } from 'react';
import type { CommandOf, SharedCommand } from '@/canvas/key-table';
import { classColour } from '@/canvas/palette';
import type { Item, Project } from '@/model/entities';
import type { Queue } from '@/model/route';
import { useFormat, useTexts } from '@/widgets/language';
import type { MarkKind, Named } from './mark-kinds';
import { labellingTexts } from './texts';
import { useClassNames } from './use-class-names';
import { usePainted } from './use-painted';
import { useSuggestions } from './use-suggestions';
import { useWalk } from './use-walk';
import { useWorkbench } from './use-workbench';

export interface LabellingProps {
  readonly project: Project;
  readonly queue: Queue;
  /** Item to start with; 0: the first of the queue. */
  readonly first: number;
  /** Starts a queue, with its first item or another one, which need not be in it. */
  readonly onQueue: (queue: Queue, item?: number) => void;
}

export type Labelling<Mark extends Named, Place> = ReturnType<typeof useLabelling<Mark, Place>>;

/**
 * Labelling, whatever is labelled: the walk through the queue, what can be done with the marks of the open item, and what keys
 * do on every page. `onLeave`: another item is about to be opened.
 */
export function useLabelling<Mark extends Named, Place>(
  { project, queue, first, onQueue }: LabellingProps,
  kind: MarkKind<Mark, Place>,
  onLeave: () => void = () => undefined,
) {
  const text = useTexts(labellingTexts);
  const format = useFormat();
  const [chosen, setChosen] = useState('');
  const [isHelping, setHelping] = useState(false);
  const classField = useRef<HTMLInputElement>(null);
  const walk = useWalk(project.name, queue, first, kind);
  const { next, previous, opened, snapshot } = walk;
  const item = opened?.item;
  const { suggestions, takeOver, reject } = useSuggestions(
    project,
    item,
    kind.asksAhead ? next : undefined,
    snapshot?.history,
    kind.proposed,
  );
  const names = useClassNames(project, snapshot?.history.now.marks ?? [], [chosen]);
  const active = chosen || (names[0] ?? '');
  const bench = useWorkbench(
    {
      item,
      labels: opened?.labels,
      snapshot,
      suggestions,
      takeOver,
      reject,
      active,
      setActive: setChosen,
    },
    kind,
  );
  const { now, unnamed } = bench;
  const painted = usePainted(kind, bench, suggestions, names);
  useEffect(() => {
    if (unnamed.length > 0) classField.current?.focus();
  }, [unnamed]);

  const isEmpty = now.labelled && now.marks.length === 0;
  const focusCanvas = () => document.querySelector<HTMLElement>('.canvas-pane')?.focus();
  const open = (other: Item) => {
    bench.dropUnnamed();
    onLeave();
    walk.goTo(other);
    const count = walk.countNow(other);
    const state = count === undefined ? text.notLabelled : text.boxCount(format.number(count), count);
    bench.say(text.said.picture(other.name, state));
  };
  const goOn = () => (next ? open(next) : bench.say(text.said.last));
  const goBack = () => (previous ? open(previous) : bench.say(text.said.first));
  const choose = (name: string) => {
    bench.choose(name);
    focusCanvas();
  };
  const giveUpNaming = () => {
    bench.dropUnnamed();
    focusCanvas();
  };
  const acts: Readonly<Record<string, () => void>> = {
    'next-item': goOn,
    'previous-item': goBack,
    'name-class': () => classField.current?.focus(),
    delete: () => bench.remove(),
    nothing: () => bench.markEmpty(!isEmpty),
    undo: bench.undo,
    redo: bench.redo,
    help: () => setHelping(true),
  } satisfies Partial<Record<SharedCommand, () => void>>;

  return {
    ...walk,
    project,
    queue,
    onQueue,
    item,
    suggestions,
    names,
    active,
    bench,
    painted,
    isEmpty,
    classField,
    colourOf: (name: string) => classColour(names.indexOf(name)),
    open,
    /** Also of an item that is not in the list. */
    openNumber: (id: number) => {
      const listed = walk.items.find((other) => other.id === id);
      if (listed) open(listed);
      else onQueue(queue, id);
    },
    goOn,
    goBack,
    choose,
    giveUpNaming,
    isHelping,
    endHelp: () => {
      setHelping(false);
      focusCanvas();
    },
    /** Does what a key asks for on every page, and hands all else to the editor by `press`; false when nothing was done. */
    run: (command: CommandOf<string, unknown>, press: () => boolean): boolean => {
      if ('index' in command) {
        const name = names[command.index];
        if (name) choose(name);
        return name !== undefined;
      }
      const act = acts[command.name];
      if (act) {
        act();
        return true;
      }
      if (command.name === 'let-go') bench.dropUnnamed();
      // Also with nothing selected: Alt and an arrow would leave the page.
      return press() || command.name === 'resize';
    },
  };
}
