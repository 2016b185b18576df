import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

/** Says that a report lists fewer than it counts. */
export function MostShown({ listed, total }: { readonly listed: number; readonly total: number }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  if (listed >= total) return null;
  return <p className="quiet-text">{text.mostShown(format.number(listed), format.number(total))}</p>;
}
