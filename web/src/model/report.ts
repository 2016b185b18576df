import type { CellItem, ImportReport, Mistake, Report } from './entities';

/** Which cell of the confusion matrix; [true class, predicted class]. */
export interface Cell {
  readonly truth: string;
  readonly prediction: string;
}

export function mistakesIn(report: Report, cell: Cell | null): readonly Mistake[] {
  if (!cell) return report.mistakes;
  return report.mistakes.filter(
    (mistake) => mistake.truth === cell.truth && mistake.prediction === cell.prediction,
  );
}

/** The recordings behind a cell, those on the diagonal as well. */
export function heardIn(report: Report, { truth, prediction }: Cell): readonly CellItem[] {
  const cells = report.confusion_items ?? [];
  return cells.find((cell) => cell.truth === truth && cell.prediction === prediction)?.items ?? [];
}

/** How many are counted in a cell, or in all that hold mistakes. */
export function countIn({ classes, confusion }: Report, cell: Cell | null): number {
  if (cell) return confusion[classes.indexOf(cell.truth)]?.[classes.indexOf(cell.prediction)] ?? 0;
  return confusion.flatMap((row, truth) => row.filter((_, k) => k !== truth)).reduce((a, b) => a + b, 0);
}

/** The import report in a job's result; undefined when the result is something else. */
export function importReportOf(result: unknown): ImportReport | undefined {
  if (typeof result !== 'object' || result === null || !('added' in result)) return undefined;
  const given = result as Partial<ImportReport>;
  return {
    added: given.added ?? 0,
    duplicates: given.duplicates ?? 0,
    near_duplicates: given.near_duplicates ?? 0,
    skipped: given.skipped ?? 0,
    failed: given.failed ?? 0,
    issues: given.issues ?? [],
  };
}
