import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { DataPage } from '@/features/data/data-page';
import { useForgetIntake } from '@/features/data/intakes';
import { PublishPage } from '@/features/publish/publish-page';
import { TrainingPage } from '@/features/training/training-page';
import { VerifyPage } from '@/features/verify/verify-page';
import type { Project } from '@/model/entities';
import type { Queue, Step } from '@/model/route';
import { isActive, stepStates } from '@/model/step-state';
import { findsBoxes, hears } from '@/model/task';
import { IconButton } from '@/widgets/button';
import { ConfirmDialog } from '@/widgets/dialog';
import { SoundsProvider, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { ProblemNotice } from '@/widgets/notice';
import { PageHeader } from '@/widgets/page';
import { StepLine } from './step-line';
import { appTexts } from './texts';

// By far the largest page, and not for every project.
const LabellingPage = lazy(async () => ({
  default: (await import('@/features/labelling/labelling-page')).LabellingPage,
}));

function StepPage({
  project,
  step,
  model,
}: {
  readonly project: Project;
  readonly step: Step;
  readonly model: number;
}) {
  switch (step) {
    case 'data':
      return <DataPage project={project} />;
    case 'train':
      return <TrainingPage project={project} />;
    case 'verify':
      return <VerifyPage project={project} number={model} />;
    case 'publish':
      return <PublishPage project={project} />;
  }
}

function DeleteProject({ name }: { readonly name: string }) {
  const text = useTexts(appTexts);
  const { projects } = useServices();
  const client = useQueryClient();
  const forgetIntake = useForgetIntake();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => projects.remove(name),
    onSuccess: () => {
      forgetIntake(name);
      window.location.hash = '#/';
      client.removeQueries({ queryKey: queryKeys.project(name) });
      return client.invalidateQueries({ queryKey: queryKeys.projects });
    },
  });
  return (
    <>
      <IconButton icon="trash" label={text.deleteProject} onPress={() => setAsking(true)} />
      <ConfirmDialog
        title={text.deleteTitle}
        question={text.deleteQuestion(name)}
        action={text.deleteProject}
        isOpen={asking}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
      >
        {remove.error && <ProblemNotice error={remove.error} />}
      </ConfirmDialog>
    </>
  );
}

/** One project: its name, the line of steps, and the page of the step or where boxes or segments are drawn. */
export function ProjectFrame({
  name,
  step,
  model,
  labelling,
}: {
  readonly name: string;
  readonly step: Step;
  readonly model: number;
  /** Instead of the step's page. */
  readonly labelling?: { readonly queue: Queue | null; readonly item: number };
}) {
  const services = useServices();
  const project = useQuery({ queryKey: queryKeys.project(name), queryFn: () => services.projects.get(name) });
  const jobs = useQuery({
    queryKey: queryKeys.jobs(name),
    queryFn: () => services.jobs.list(name),
    refetchInterval: (query) => (query.state.data?.some(isActive) ? 3000 : false),
  });
  const releases = useQuery({ queryKey: queryKeys.releases, queryFn: () => services.releases.list() });
  const boxed = project.data && findsBoxes(project.data);
  const ofSounds = project.data !== undefined && hears(project.data);
  useEffect(() => {
    // What an earlier visit could not save; without a server it waits for the next one.
    const labels = ofSounds ? services.segments : services.labels;
    if (boxed || ofSounds) labels.resume(name).catch(() => undefined);
  }, [boxed, ofSounds, services, name]);
  return (
    <>
      {project.isLoadingError && <PageHeader title={name} />}
      <Load query={project}>
        {(loaded) => (
          <>
            <div className="project-bar">
              <p className="project-name" title={name}>
                {name}
              </p>
              <StepLine
                project={name}
                current={step}
                states={stepStates(loaded, jobs.data ?? [], releases.data ?? [])}
              />
              {!labelling && <DeleteProject name={name} />}
            </div>
            <SoundsProvider value={hears(loaded)}>
              {labelling ? (
                <Suspense>
                  <LabellingPage project={loaded} {...labelling} />
                </Suspense>
              ) : (
                <StepPage key={step} project={loaded} step={step} model={model} />
              )}
            </SoundsProvider>
          </>
        )}
      </Load>
    </>
  );
}
