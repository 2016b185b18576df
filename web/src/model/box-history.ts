import { apply, type Edit, inverse, joined, type Labelling } from './box-edit';

/** A picture's labelling with all edits that led to it, and those that were taken back. Plain data: JSON keeps it whole. */
export interface BoxHistory {
  readonly now: Labelling;
  readonly edits: readonly Edit[];
  /** So many of the edits are in force; the rest can be redone. */
  readonly done: number;
}

export function startHistory(now: Labelling): BoxHistory {
  return { now, edits: [], done: 0 };
}

/** What was taken back before is forgotten. `continues`: joins the edit to the last one if both change the same boxes. */
export function perform(history: BoxHistory, edit: Edit, continues = false): BoxHistory {
  const now = apply(edit, history.now);
  const kept = history.edits.slice(0, history.done);
  const last = kept.at(-1);
  const both = continues && last && history.done === history.edits.length ? joined(last, edit) : undefined;
  const edits = both ? [...kept.slice(0, -1), both] : [...kept, edit];
  return { now, edits, done: edits.length };
}

export function undo(history: BoxHistory): BoxHistory {
  const edit = history.edits[history.done - 1];
  if (!edit) return history;
  return { ...history, now: apply(inverse(edit), history.now), done: history.done - 1 };
}

export function redo(history: BoxHistory): BoxHistory {
  const edit = history.edits[history.done];
  if (!edit) return history;
  return { ...history, now: apply(edit, history.now), done: history.done + 1 };
}
