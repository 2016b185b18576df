import type { Edit, Labelling } from '@/model/box-edit';
import { type BoxHistory, perform, redo, startHistory, undo } from '@/model/box-history';
import type { Boxes, BoxLabel } from '@/model/entities';
import { Problem } from '@/model/problem';
import type { DataService } from './data';
import type { DraftStore } from './drafts';

/**
 * saved: the server has it. saving: it is on its way. offline: the server does not answer, it is kept here and sent later.
 * conflict: someone else has changed the boxes meanwhile, the user has to choose. refused: the server will not have it.
 */
export type SaveState = 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface LabelsSnapshot {
  readonly history: BoxHistory;
  readonly state: SaveState;
  /** Why, when offline or refused. */
  readonly problem: Problem | null;
  /** What the server has, in a conflict. */
  readonly theirs: Labelling | null;
}

export interface LabelledPicture {
  readonly project: string;
  readonly item: number;
  readonly hash: string;
}

/** What the pictures of a Labels share. */
export interface LabelsTools {
  readonly data: Pick<DataService, 'boxes' | 'putBoxes'>;
  readonly drafts: DraftStore;
  /** Milliseconds from an edit to its way to the server: what follows at once goes along. */
  readonly pause: number;
  readonly onChange: (picture: PictureLabels) => void;
}

const longestWait = 10_000;
const tolerance = 0.01; // pixels; a server may keep fewer digits

function isSameBox(a: BoxLabel, b: BoxLabel): boolean {
  const near = (side: keyof BoxLabel['location']) =>
    Math.abs(a.location[side] - b.location[side]) < tolerance;
  return (
    a.name === b.name &&
    Boolean(a.difficult) === Boolean(b.difficult) &&
    Boolean(a.crowd) === Boolean(b.crowd) &&
    near('left') &&
    near('top') &&
    near('width') &&
    near('height')
  );
}

function isSame(a: Labelling, b: Labelling): boolean {
  return (
    a.labelled === b.labelled &&
    a.boxes.length === b.boxes.length &&
    a.boxes.every((box, index) => {
      const other = b.boxes[index];
      return other !== undefined && isSameBox(box, other);
    })
  );
}

const contentOf = ({ labelled, boxes }: Boxes): Labelling => ({ labelled, boxes });

/**
 * The boxes of one picture, with endless undo. Every edit is stored in the browser before it goes to the server, and goes there
 * by itself: in the background, again and again while the server is away.
 */
export class PictureLabels {
  private revision: number;
  private pending: boolean;
  private unanswered: Labelling | undefined;
  private view: LabelsSnapshot;
  private readonly listeners = new Set<() => void>();
  private theirRevision = 0;
  private sending = false;
  private wake: () => void = () => undefined;

  /** With the draft of an earlier visit, which the server's boxes may have left behind. */
  static async open(picture: LabelledPicture, tools: LabelsTools): Promise<PictureLabels> {
    const { project, item, hash } = picture;
    const draft = await tools.drafts.load(project, hash).catch(() => undefined);
    // Work that has not been saved yet is there at once, whether the server is or not.
    if (draft?.pending) {
      const labels = new PictureLabels(picture, tools, draft.revision, draft.history);
      labels.unanswered = draft.sent;
      labels.send();
      return labels;
    }
    const boxes = await tools.data.boxes(project, item);
    const fits = draft && draft.revision === boxes.revision && isSame(draft.history.now, contentOf(boxes));
    return new PictureLabels(
      picture,
      tools,
      boxes.revision,
      fits ? draft.history : startHistory(contentOf(boxes)),
    );
  }

  private constructor(
    readonly picture: LabelledPicture,
    private readonly tools: LabelsTools,
    revision: number,
    history: BoxHistory,
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
  readonly snapshot = (): LabelsSnapshot => this.view;

  /** `continues`: of one movement with the edit before, and undone with it. */
  perform(edit: Edit, continues = false): void {
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

  /** Looks whether the boxes have been changed elsewhere; work of one's own is left alone. */
  async refresh(): Promise<void> {
    if (this.pending) return;
    const boxes = await this.tools.data.boxes(this.picture.project, this.picture.item).catch(() => undefined);
    if (!boxes || this.pending || boxes.revision === this.revision) return;
    this.revision = boxes.revision;
    this.show({ history: startHistory(contentOf(boxes)) });
  }

  /** Does not wait for the next try. */
  retry(): void {
    this.wake();
    if (this.view.state === 'refused') this.send();
  }

  get isSaved(): boolean {
    return this.view.state === 'saved';
  }

  private edit(history: BoxHistory): void {
    if (history === this.view.history) return;
    this.show({ history });
    if (this.view.state === 'conflict') {
      this.pending = true;
      void this.store();
    } else {
      this.send();
    }
  }

  private show(changes: Partial<LabelsSnapshot>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
    this.tools.onChange(this);
  }

  /** Once a draft cannot be stored, e.g. on a full disk, the server is all there is. */
  private store(): Promise<void> {
    const { project, hash } = this.picture;
    const draft = {
      project,
      hash,
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
        if (this.unanswered && !isSame(this.unanswered, this.view.history.now)) await this.learnOutcome();
        const { project, item } = this.picture;
        const { revision } = this;
        const sent = this.view.history.now;
        // Should the answer get lost, a later refusal can be told from somebody else's change.
        this.unanswered = sent;
        await this.store();
        const reply = await this.tools.data.putBoxes(project, item, { revision, ...sent });
        failures = 0;
        this.saved(sent, reply.revision);
      } catch (error) {
        const problem = Problem.from(error);
        if (problem.code === 'boxes-changed') {
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

  private saved(sent: Labelling, revision: number): void {
    this.revision = revision;
    this.unanswered = undefined;
    this.pending = this.view.history.now !== sent;
    void this.store();
    this.show({ state: this.pending ? 'saving' : 'saved', problem: null });
  }

  /** Finds out whether the server has what was sent and not answered. */
  private async learnOutcome(): Promise<void> {
    const boxes = await this.tools.data.boxes(this.picture.project, this.picture.item);
    if (this.unanswered && isSame(contentOf(boxes), this.unanswered)) this.revision = boxes.revision;
    this.unanswered = undefined;
  }

  private async clash(): Promise<void> {
    const boxes = await this.tools.data.boxes(this.picture.project, this.picture.item);
    const theirs = contentOf(boxes);
    const mine = this.view.history.now;
    this.unanswered = undefined;
    if (isSame(theirs, mine)) {
      this.saved(mine, boxes.revision);
    } else {
      this.theirRevision = boxes.revision;
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
