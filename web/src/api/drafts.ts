import type { Labelling } from '@/model/label-edit';
import type { LabelHistory } from '@/model/label-history';

/** The work on an item's marks as this browser has it. */
export interface Draft<Mark = unknown> {
  readonly project: string;
  /** The item's content: its number may change hands when a project is made anew. */
  readonly hash: string;
  /** The item's number: the same content has another one when it is deleted and added again. Older drafts lack it. */
  readonly item?: number;
  /** Of the server's marks that the draft started from, or that it was saved as. */
  readonly revision: number;
  /** Not known to be on the server. */
  readonly pending: boolean;
  /** What has been sent and not been answered: the server may have it. */
  readonly sent?: Labelling<Mark>;
  readonly history: LabelHistory<Mark>;
}

/** Keeps drafts over reloads and crashes of the page, and while the server is away. A project's marks are all of one kind. */
export interface DraftStore {
  load(project: string, hash: string): Promise<Draft | undefined>;
  /** Resolves when the draft is stored. */
  save(draft: Draft): Promise<void>;
  /** Those that are pending. */
  pending(project: string): Promise<readonly Draft[]>;
}
