import { useTexts } from '@/widgets/language';
import { Notice } from '@/widgets/notice';
import { Section } from '@/widgets/page';
import { verifyTexts } from './texts';

/** What the report says in words; nothing when it says nothing. */
export function Remarks({ remarks }: { readonly remarks: readonly string[] }) {
  const text = useTexts(verifyTexts);
  if (remarks.length === 0) return null;
  return (
    <Section title={text.remarks}>
      <div className="findings">
        {remarks.map((remark) => (
          <Notice key={remark} tone="hint" title={remark} />
        ))}
      </div>
    </Section>
  );
}
