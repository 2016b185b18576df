import type { CellItem, ClassCount, Item, Mistake, Report } from '@/model/entities';
import type { Language } from '@/model/language';

/** Wilson's 95 % interval of a share of n. */
function interval(share: number, n: number): [low: number, high: number] {
  const z = 1.96;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [centre - half, centre + half];
}

/** What a report says of recordings besides: each group, and what is in each cell. */
function heard(
  items: readonly Item[],
  mistakes: readonly Mistake[],
): Pick<Report, 'groups' | 'confusion_items'> {
  if (!items.some(({ sound }) => sound)) return {};
  const wrong = new Set(mistakes.map(({ hash }) => hash));
  const names = [...new Set(items.flatMap(({ group }) => group ?? []))];
  const groups = names.map((name) => {
    const mine = items.filter(({ group }) => group === name);
    return {
      name,
      items: mine.length,
      accuracy: mine.filter(({ hash }) => !wrong.has(hash)).length / mine.length,
    };
  });
  const cells = new Map<string, { truth: string; prediction: string; items: CellItem[] }>();
  const put = (truth: string, prediction: string, item: CellItem) => {
    const key = JSON.stringify([truth, prediction]);
    const cell = cells.get(key) ?? { truth, prediction, items: [] };
    cells.set(key, cell);
    if (cell.items.length < 20) cell.items.push(item);
  };
  for (const { truth, prediction, ...item } of mistakes) put(truth, prediction, item);
  for (const { hash, name, class: truth, group } of items)
    if (truth && !wrong.has(hash)) put(truth, truth, { hash, name, score: 0.9, ...(group ? { group } : {}) });
  return { groups: groups.sort((a, b) => a.accuracy - b.accuracy), confusion_items: [...cells.values()] };
}

/** A believable report: neighbouring classes are mixed up, the same ones every time. */
export function makeReport(
  counts: readonly ClassCount[],
  items: readonly Item[],
  language: Language,
): Report {
  const n = counts.length;
  const confusion = counts.map(({ items: total }, truth) => {
    const row = counts.map(() => 0);
    const wrong = Math.round(total * (0.06 + 0.05 * ((truth * 7) % 4)));
    row[truth] = total - wrong;
    for (let k = 0; k < wrong; ++k) {
      const other = (truth + 1 + ((k * k + truth) % Math.max(1, Math.min(n - 1, 4)))) % n;
      if (other !== truth) row[other] = (row[other] ?? 0) + 1;
      else row[truth] = (row[truth] ?? 0) + 1;
    }
    return row;
  });
  const total = counts.reduce((sum, entry) => sum + entry.items, 0);
  const right = confusion.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0);
  const perClass = counts.map(({ name, items: support }, k) => {
    const hits = confusion[k]?.[k] ?? 0;
    const predicted = confusion.reduce((sum, row) => sum + (row[k] ?? 0), 0);
    const precision = predicted > 0 ? hits / predicted : 0;
    const recall = support > 0 ? hits / support : 0;
    return {
      name,
      precision,
      recall,
      f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
      support,
    };
  });
  const mean = (of: (row: (typeof perClass)[number]) => number) =>
    perClass.reduce((sum, row) => sum + of(row), 0) / Math.max(n, 1);
  const mistakes = counts
    .flatMap(({ name: truth }, row) => {
      const mine = items.filter((item) => item.class === truth);
      return counts.flatMap(({ name: prediction }, column) => {
        const wrong = row === column ? [] : mine.splice(0, confusion[row]?.[column] ?? 0);
        return wrong.map(({ hash, name, group }, k) => {
          const score = 0.97 - 0.045 * k - 0.01 * row;
          return { hash, name, truth, prediction, score, ...(group ? { group } : {}) };
        });
      });
    })
    .sort((a, b) => b.score - a.score);
  const suspects = mistakes
    .filter(({ score }) => score > 0.9)
    .map(({ truth, prediction, score, ...rest }) => {
      return { ...rest, label: truth, suspected: prediction, margin: 2 * score - 1 };
    });
  const accuracy = right / Math.max(total, 1);
  const [low, high] = interval(accuracy, Math.max(total, 1));
  const [worst] = mistakes;
  const mixed = worst ? [worst.truth, worst.prediction] : [];
  return {
    method: 'cross-validation',
    folds: 5,
    items: total,
    per_class: perClass,
    confusion,
    mistakes,
    suspects,
    classes: counts.map((entry) => entry.name),
    ...heard(items, mistakes),
    metrics: {
      accuracy,
      accuracy_low: low,
      accuracy_high: high,
      macro_precision: mean((row) => row.precision),
      macro_recall: mean((row) => row.recall),
      macro_f1: mean((row) => row.f1),
      log_loss: 0.52,
    },
    remarks:
      mixed.length === 0
        ? []
        : [
            language === 'zh'
              ? `最容易混淆：“${mixed[0]}”和“${mixed[1]}”。建议增加能体现两者差异的图片。`
              : `Most often mixed up: "${mixed[0]}" and "${mixed[1]}". More pictures that show their difference help.`,
          ],
  };
}
