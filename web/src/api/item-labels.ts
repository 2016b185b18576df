import type { Edit, Labelling } from '@/model/label-edit';
import { type LabelHistory, perform, redo, startHistory, undo } from '@/model/label-history';
import { Problem } from '@/model/problem';
import type { Draft, DraftStore } from './drafts';
import type { LabelLine, StoredLabelling } from './label-line';

/**
 * saved: the server has it. saving: it is on its way. offline: the server does not answer, it is kept here and sent later.
 * conflict: someone else has changed the marks meanwhile, the user has to choose. refused: the server will not have it.
 */
export type SaveState = 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface LabelsSnapshot<Mark> {
  readonly history: LabelHistory<Mark>;
  readonly state: SaveState;
  /** Why, when offline or refused. */
  readonly problem: Problem | null;
  /** What the server has, in a conflict. */
  readonly theirs: Labelling<Mark> | null;
}

export interface LabelledItem {
  readonly project: string;
  readonly item: number;
  readonly hash: string;
}

/** What the items of a Labels share. */
export interface LabelsTools<Mark> {
  readonly line: LabelLine<Mark>;
  readonly drafts: DraftStore;
  /** Milliseconds from an edit to its way to the server: what follows at once goes along. */
  readonly pause: number;
  readonly onChange: (labels: ItemLabels<Mark>) => void;
}

const longestWait = 10_000;

const contentOf = <Mark>({ labelled, marks }: StoredLabelling<Mark>): Labelling<Mark> => ({
  labelled,
  marks,
});

/**
 * The boxes of one picture or the segments of one recording, with endless undo. Every edit is stored in the browser before it
 * goes to the server, and goes there by itself: in the background, again and again while the server is away.
 */
export class ItemLabels<Mark> {
  private revision: number;
  private pending: boolean;
  private unanswered: Labelling<Mark> | undefined;
  private view: LabelsSnapshot<Mark>;
  private readonly listeners = new Set<() => void>();
  private theirRevision = 0;
  private sending = false;
  private wake: () => void = () => undefined;

  /** With the draft of an earlier visit, which the server's marks may have left behind. */
  static async open<Mark>(of: LabelledItem, tools: LabelsTools<Mark>): Promise<ItemLabels<Mark>> {
    const { project, item, hash } = of;
    // What a project's drafts hold is what its line carries.
    const found = (await tools.drafts.load(project, hash).catch(() => undefined)) as Draft<Mark> | undefined;
    // Of an item that was deleted and added again, what it was the first time is gone.
    const draft = (found?.item ?? item) === item ? found : undefined;
    // Work that has not been saved yet is there at once, whether the server is or not.
    if (draft?.pending) {
      const labels = new ItemLabels(of, tools, draft.revision, draft.history);
      labels.unanswered = draft.sent;
      labels.send();
      return labels;
    }
    const stored = await tools.line.load(project, item);
    const content = contentOf(stored);
    const history = startHistory(content);
    const labels = new ItemLabels(of, tools, stored.revision, history);
    if (draft && draft.revision === stored.revision && labels.isSame(draft.history.now, content))
      labels.view = { ...labels.view, history: draft.history };
    return labels;
  }

  private constructor(
    readonly of: LabelledItem,
    private readonly tools: LabelsTools<Mark>,
    revision: number,
    history: LabelHistory<Mark>,
  ) {
    this.revision = revision;
    this.pending = false;
    this.view = { history, state: 'saved', problem: null, theirs: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** A new object whenever something has changed. */
  readonly snapshot = (): LabelsSnapshot<Mark> => this.view;

  /** `continues`: of one movement with the edit before, and undone with it. */
  perform(edit: Edit<Mark>, continues = false): void {
    this.edit(perform(this.view.history, edit, continues));
  }

  undo(): void {
    this.edit(undo(this.view.history));
  }

  redo(): void {
    this.edit(redo(this.view.history));
  }

  /** Ends a conflict: the server gets what is here. */
  keepMine(): void {
    if (!this.view.theirs) return;
    this.revision = this.theirRevision;
    this.show({ theirs: null, state: 'saving' });
    this.send();
  }

  /** Ends a conflict: what is here is given up for what the server has. */
  takeTheirs(): void {
    const { theirs } = this.view;
    if (!theirs) return;
    this.pending = false;
    this.revision = this.theirRevision;
    this.show({ history: startHistory(theirs), theirs: null, state: 'saved', problem: null });
    void this.store();
  }

  /** Looks whether the marks have been changed elsewhere; work of one's own is left alone. */
  async refresh(): Promise<void> {
    if (this.pending) return;
    const { revision } = this;
    const stored = await this.load().catch(() => undefined);
    // What has been saved meanwhile is newer than this answer.
    if (!stored || this.pending || this.revision !== revision || stored.revision === revision) return;
    this.revision = stored.revision;
    this.show({ history: startHistory(contentOf(stored)) });
  }

  /** Does not wait for the next try. */
  retry(): void {
    this.wake();
    if (this.view.state === 'refused') this.send();
  }

  get isSaved(): boolean {
    return this.view.state === 'saved';
  }

  /** Not saved, and not to be by itself: the user has to do something. Of a deleted item there is nothing left to save. */
  get isStuck(): boolean {
    const { state, problem } = this.view;
    return state === 'conflict' || (state === 'refused' && problem?.status !== 404);
  }

  private load(): Promise<StoredLabelling<Mark>> {
    return this.tools.line.load(this.of.project, this.of.item);
  }

  private isSame(a: Labelling<Mark>, b: Labelling<Mark>): boolean {
    const { line } = this.tools;
    if (a.labelled !== b.labelled || a.marks.length !== b.marks.length) return false;
    const others = line.arranged(b.marks);
    return line.arranged(a.marks).every((mark, index) => {
      const other = others[index];
      return other !== undefined && line.isSame(mark, other);
    });
  }

  private edit(history: LabelHistory<Mark>): void {
    if (history === this.view.history) return;
    this.show({ history });
    if (this.view.state === 'conflict') {
      this.pending = true;
      void this.store();
    } else {
      this.send();
    }
  }

  private show(changes: Partial<LabelsSnapshot<Mark>>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
    this.tools.onChange(this);
  }

  /** Once a draft cannot be stored, e.g. on a full disk, the server is all there is. */
  private store(): Promise<void> {
    const draft = {
      ...this.of,
      revision: this.revision,
      pending: this.pending,
      ...(this.unanswered ? { sent: this.unanswered } : {}),
      history: this.view.history,
    };
    return this.tools.drafts.save(draft).catch(() => undefined);
  }

  private send(): void {
    this.pending = true;
    const stored = this.store();
    if (this.view.state !== 'offline') this.show({ state: 'saving', problem: null });
    if (this.sending) return;
    this.sending = true;
    void stored
      .then(() => this.sendAll())
      .finally(() => {
        this.sending = false;
      });
  }

  private async sendAll(): Promise<void> {
    let failures = 0;
    await this.wait(this.tools.pause);
    while (this.pending) {
      try {
        if (this.unanswered && !this.isSame(this.unanswered, this.view.history.now))
          await this.learnOutcome();
        const { project, item } = this.of;
        const { revision } = this;
        const sent = this.view.history.now;
        // Should the answer get lost, a later refusal can be told from somebody else's change.
        this.unanswered = sent;
        await this.store();
        const reply = await this.tools.line.save(project, item, { revision, ...sent });
        failures = 0;
        this.saved(sent, reply.revision);
      } catch (error) {
        const problem = Problem.from(error);
        if (problem.code === this.tools.line.conflict) {
          await this.clash().catch(() => this.show({ state: 'offline' }));
          if (this.view.state === 'conflict') return;
        } else if (
          problem.status >= 400 &&
          problem.status < 500 &&
          ![401, 408, 429].includes(problem.status)
        ) {
          this.show({ state: 'refused', problem });
          return;
        } else {
          this.show({ state: 'offline', problem });
        }
        if (this.pending) await this.wait(Math.min(500 * 2 ** failures++, longestWait));
      }
    }
  }

  private saved(sent: Labelling<Mark>, revision: number): void {
    this.revision = revision;
    this.unanswered = undefined;
    this.pending = this.view.history.now !== sent;
    void this.store();
    this.show({ state: this.pending ? 'saving' : 'saved', problem: null });
  }

  /** Finds out whether the server has what was sent and not answered. */
  private async learnOutcome(): Promise<void> {
    const stored = await this.load();
    if (this.unanswered && this.isSame(contentOf(stored), this.unanswered)) this.revision = stored.revision;
    this.unanswered = undefined;
  }

  private async clash(): Promise<void> {
    const stored = await this.load();
    const theirs = contentOf(stored);
    const mine = this.view.history.now;
    this.unanswered = undefined;
    if (this.isSame(theirs, mine)) {
      this.saved(mine, stored.revision);
    } else {
      this.theirRevision = stored.revision;
      this.show({ state: 'conflict', theirs });
    }
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
