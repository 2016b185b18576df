import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useRenewProject, useServices } from '@/api/context';
import type { Option, Project } from '@/model/entities';
import { counts, type Draft, initialDraft, toRequest } from '@/model/option-form';
import { findsBoxes } from '@/model/task';
import { Button } from '@/widgets/button';
import { Form } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { AugmentationPreview } from './augmentation-preview';
import { OptionFields } from './option-fields';
import { arrange } from './option-groups';
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
  const { simple, augmentation, strengths, groups } = arrange(asked, draft);
  const fields = (shown: readonly Option[]) => (
    <div className="option-fields">
      <OptionFields task={project.task} options={shown} draft={draft} onChange={change} />
    </div>
  );
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
      {fields(simple)}
      {augmentation.length > 0 && (
        <div className="augmentation">
          {fields(augmentation)}
          {!findsBoxes(project) && (
            <AugmentationPreview project={project.name} options={options} draft={draft} />
          )}
          <details>
            <summary>{text.strengths}</summary>
            {fields(strengths)}
          </details>
        </div>
      )}
      {groups.length > 0 && (
        <details>
          <summary>{text.expert}</summary>
          {groups.map((group) => (
            <fieldset key={group.name} className="option-group">
              {groups.length > 1 && <legend>{text.groups[group.name]}</legend>}
              {fields(group.options)}
            </fieldset>
          ))}
        </details>
      )}
    </Form>
  );
}

export function TrainForm({ project }: { readonly project: Project }) {
  const { models } = useServices();
  const options = useQuery({
    queryKey: queryKeys.trainOptions(project.task),
    queryFn: () => models.options(project.task),
    staleTime: Infinity,
  });
  return <Load query={options}>{(list) => <LoadedForm project={project} options={list} />}</Load>;
}
