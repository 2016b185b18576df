import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import type { Model } from '@/model/entities';
import { suffixPattern, suggestSuffix } from '@/model/publishing';
import { qualityOf } from '@/model/task';
import { Button } from '@/widgets/button';
import { Form, SelectField, SwitchField, TextField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { publishTexts } from './texts';

/** For a project of which nothing is published yet. */
export function PublishForm({
  project,
  models,
}: {
  readonly project: string;
  readonly models: readonly Model[];
}) {
  const text = useTexts(publishTexts);
  const format = useFormat();
  const { releases } = useServices();
  const client = useQueryClient();
  const [suffix, setSuffix] = useState(suggestSuffix(project));
  const [model, setModel] = useState(models[0]?.number ?? 0);
  const [open, setOpen] = useState(false);
  const publish = useMutation({
    mutationFn: () => releases.publish(suffix, project, model, open),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.releases }),
  });
  const valid = suffixPattern.test(suffix);
  return (
    <Form
      className="form publish-form"
      onSubmit={() => {
        if (valid) publish.mutate();
      }}
    >
      <TextField
        label={text.address}
        description={text.addressHelp}
        prefix={`${window.location.origin}/api/v1/predict/`}
        value={suffix}
        onChange={setSuffix}
        error={valid ? undefined : text.suffixWrong}
      />
      <SelectField
        label={text.model}
        value={String(model)}
        onChange={(id) => setModel(Number(id))}
        choices={models.map((entry) => ({
          id: String(entry.number),
          name: text.modelName(format.number(entry.number), format.percent(qualityOf(entry.metrics) ?? 0)),
        }))}
      />
      <SwitchField label={text.open} description={text.openHelp} value={open} onChange={setOpen} />
      {publish.error && <ProblemNotice error={publish.error} />}
      <div>
        <Button type="submit" look="primary" size="large" isPending={publish.isPending} isDisabled={!valid}>
          {text.publish}
        </Button>
      </div>
    </Form>
  );
}
