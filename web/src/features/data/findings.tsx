import { useMutation, useQuery } from '@tanstack/react-query';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { Section } from '@/widgets/page';
import { dataTexts } from './texts';

/** Takes the groups that names tell, at a click. */
function SetGroups({ project, names }: { readonly project: string; readonly names: string }) {
  const text = useTexts(dataTexts);
  const { data } = useServices();
  const renew = useRenewProject(project);
  const set = useMutation({ mutationFn: () => data.groupByName(project, names), onSuccess: renew });
  return (
    <>
      <Button isPending={set.isPending} onPress={() => set.mutate()}>
        {text.setGroups}
      </Button>
      {set.error && <ProblemNotice error={set.error} />}
    </>
  );
}

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
            {finding.names && <SetGroups project={project} names={finding.names} />}
          </Notice>
        ))}
      </div>
    </Section>
  );
}
