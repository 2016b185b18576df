import type { Labelling } from '@/model/box-edit';
import type { BoxHistory } from '@/model/box-history';

/** The work on a picture's boxes as this browser has it. */
export interface Draft {
  readonly project: string;
  /** The picture's content: its number may change hands when a project is made anew. */
  readonly hash: string;
  /** Of the server's boxes that the draft started from, or that it was saved as. */
  readonly revision: number;
  /** Not known to be on the server. */
  readonly pending: boolean;
  /** What has been sent and not been answered: the server may have it. */
  readonly sent?: Labelling;
  readonly history: BoxHistory;
}

/** Keeps drafts over reloads and crashes of the page, and while the server is away. */
export interface DraftStore {
  load(project: string, hash: string): Promise<Draft | undefined>;
  /** Resolves when the draft is stored. */
  save(draft: Draft): Promise<void>;
  /** Those that are pending. */
  pending(project: string): Promise<readonly Draft[]>;
}
