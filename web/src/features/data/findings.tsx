import { useQuery } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import { useTexts } from '@/widgets/language';
import { Notice } from '@/widgets/notice';
import { Section } from '@/widgets/page';
import { dataTexts } from './texts';

/** What would spoil a training, worst first. */
export function Findings({ project }: { readonly project: string }) {
  const text = useTexts(dataTexts);
  const { data } = useServices();
  const check = useQuery({ queryKey: queryKeys.check(project), queryFn: () => data.check(project) });
  const findings = check.data?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <Section title={text.findings}>
      <div className="findings">
        {findings.map((finding, index) => (
          <Notice key={index} tone={finding.severity} title={finding.message}>
            {finding.hint && <p>{finding.hint}</p>}
            {finding.items.length > 0 && (
              <p className="notice-details">
                {finding.items.map((item) => (
                  <span key={item} className="notice-item">
                    {item}
                  </span>
                ))}
              </p>
            )}
          </Notice>
        ))}
      </div>
    </Section>
  );
}
