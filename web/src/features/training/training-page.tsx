import { useQuery } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import type { Job, Project } from '@/model/entities';
import { projectLink } from '@/model/route';
import { isActive } from '@/model/step-state';
import { canBeTrained, findsBoxes, hears } from '@/model/task';
import { LinkButton } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { EmptyState, PageHeader } from '@/widgets/page';
import { ModelHistory } from './model-history';
import { trainingTexts } from './texts';
import { TrainForm } from './train-form';
import { TrainingView } from './training-view';

function Training({ project, jobs }: { readonly project: Project; readonly jobs: readonly Job[] }) {
  const latest = jobs.find((job) => job.kind === 'train');
  return (
    <>
      {latest && <TrainingView key={latest.id} job={latest} task={project.task} />}
      {!(latest && isActive(latest)) && <TrainForm project={project} />}
    </>
  );
}

export function TrainingPage({ project }: { readonly project: Project }) {
  const text = useTexts(trainingTexts);
  const services = useServices();
  const jobs = useQuery({
    queryKey: queryKeys.jobs(project.name),
    queryFn: () => services.jobs.list(project.name),
  });
  const ready = canBeTrained(project);
  return (
    <>
      <PageHeader title={text.title} lead={findsBoxes(project) ? text.boxLead : text.lead} />
      {ready ? (
        <Load query={jobs}>{(list) => <Training project={project} jobs={list} />}</Load>
      ) : (
        <EmptyState
          title={text.notReadyTitle}
          text={findsBoxes(project) ? text.noBoxes : text.notReady}
          icon={hears(project) ? 'sound' : 'picture'}
        >
          <LinkButton look="primary" href={projectLink(project.name, 'data')}>
            {text.toData}
          </LinkButton>
        </EmptyState>
      )}
      <ModelHistory project={project} />
    </>
  );
}
