import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { Option, Project } from '@/model/entities';
import { counts, type Draft, initialDraft, toRequest } from '@/model/option-form';
import { Button } from '@/widgets/button';
import { Form } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { OptionFields } from './option-fields';
import { trainingTexts } from './texts';

/** A choice of one is none: it is left out until there is a second. */
function isWorthAsking(option: Option): boolean {
  return option.type !== 'choice' || (option.choices?.length ?? 0) > 1;
}

function LoadedForm({
  project,
  options,
}: {
  readonly project: Project;
  readonly options: readonly Option[];
}) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const { models } = useServices();
  const renew = useRenewProject(project.name);
  const [changes, setChanges] = useState<Draft>({});
  const draft = { ...initialDraft(options), ...changes };
  const train = useMutation({
    mutationFn: () => models.train(project.name, toRequest(options, draft)),
    onSuccess: renew,
  });
  const change = (name: string, value: string | boolean) => setChanges((old) => ({ ...old, [name]: value }));
  const asked = options.filter((option) => isWorthAsking(option) && counts(option, draft));
  const simple = asked.filter((option) => option.visibility === 'simple');
  const further = asked.filter((option) => option.visibility !== 'simple');
  return (
    <Form
      className="train-form"
      onSubmit={() => {
        train.mutate();
      }}
    >
      <div className="train-start">
        <Button type="submit" look="primary" size="large" isPending={train.isPending}>
          {project.models > 0 ? text.trainAgain : text.train}
        </Button>
        <p className="quiet-text">
          {text.learnsFrom(
            format.number(project.items - project.unlabelled),
            format.number(project.classes.length),
          )}
        </p>
      </div>
      {train.error && <ProblemNotice error={train.error} />}
      <div className="option-fields">
        <OptionFields options={simple} draft={draft} onChange={change} />
      </div>
      {further.length > 0 && (
        <details>
          <summary>{text.expert}</summary>
          <div className="option-fields">
            <OptionFields options={further} draft={draft} onChange={change} />
          </div>
        </details>
      )}
    </Form>
  );
}

export function TrainForm({ project }: { readonly project: Project }) {
  const { models } = useServices();
  const options = useQuery({
    queryKey: queryKeys.trainOptions,
    queryFn: models.options,
    staleTime: Infinity,
  });
  return <Load query={options}>{(list) => <LoadedForm project={project} options={list} />}</Load>;
}
