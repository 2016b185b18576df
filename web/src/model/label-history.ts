import { apply, type Edit, inverse, joined, type Labelling } from './label-edit';

/** An item's labelling with all edits that led to it, and those that were taken back. Plain data: JSON keeps it whole. */
export interface LabelHistory<Mark> {
  readonly now: Labelling<Mark>;
  readonly edits: readonly Edit<Mark>[];
  /** So many of the edits are in force; the rest can be redone. */
  readonly done: number;
}

export function startHistory<Mark>(now: Labelling<Mark>): LabelHistory<Mark> {
  return { now, edits: [], done: 0 };
}

/** What was taken back before is forgotten. `continues`: joins the edit to the last one if both change the same marks. */
export function perform<Mark>(
  history: LabelHistory<Mark>,
  edit: Edit<Mark>,
  continues = false,
): LabelHistory<Mark> {
  const now = apply(edit, history.now);
  const kept = history.edits.slice(0, history.done);
  const last = kept.at(-1);
  const both = continues && last && history.done === history.edits.length ? joined(last, edit) : undefined;
  const edits = both ? [...kept.slice(0, -1), both] : [...kept, edit];
  return { now, edits, done: edits.length };
}

export function undo<Mark>(history: LabelHistory<Mark>): LabelHistory<Mark> {
  const edit = history.edits[history.done - 1];
  if (!edit) return history;
  return { ...history, now: apply(inverse(edit), history.now), done: history.done - 1 };
}

export function redo<Mark>(history: LabelHistory<Mark>): LabelHistory<Mark> {
  const edit = history.edits[history.done];
  if (!edit) return history;
  return { ...history, now: apply(edit, history.now), done: history.done + 1 };
}
