import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import type { ItemFilter } from '@/api/data';
import type { Project } from '@/model/entities';
import { labelLink, projectLink } from '@/model/route';
import { isActive } from '@/model/step-state';
import { canBeTrained, findsBoxes, hears } from '@/model/task';
import { LinkButton } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { PageHeader, Section } from '@/widgets/page';
import { AddItems } from './add-items';
import { ClassList } from './class-list';
import { Download } from './download';
import { Findings } from './findings';
import { ImportCard } from './import-card';
import { ItemGrid } from './item-grid';
import { dataTexts } from './texts';

/** Imports that are running, and those that have ended since the page was opened. */
function useRecentImports(project: string) {
  const { jobs } = useServices();
  const endedBefore = useRef<ReadonlySet<number> | null>(null);
  const list = useQuery({
    queryKey: queryKeys.jobs(project),
    queryFn: () => jobs.list(project),
    refetchInterval: (query) => (query.state.data?.some(isActive) ? 3000 : false),
  });
  if (!list.data) return [];
  endedBefore.current ??= new Set(list.data.filter((job) => !isActive(job)).map((job) => job.id));
  return list.data.filter((job) => job.kind === 'import' && !endedBefore.current?.has(job.id));
}

export function DataPage({ project }: { readonly project: Project }) {
  const text = useTexts(dataTexts);
  const [filter, setFilter] = useState<ItemFilter>({});
  const imports = useRecentImports(project.name);
  const boxed = findsBoxes(project);
  const ready = canBeTrained(project);
  const toLabel = boxed && project.unlabelled > 0;
  const known = filter.class === undefined || project.classes.some((entry) => entry.name === filter.class);
  const shown = known ? filter : {};
  const unlabelled = boxed ? text.notLabelled : text.unlabelled;
  return (
    <>
      <PageHeader title={text.title} lead={boxed ? text.boxLead : text.lead}>
        {(boxed || hears(project)) && project.items > 0 && (
          <LinkButton
            look={toLabel ? 'primary' : 'secondary'}
            icon={boxed ? 'box' : 'sound'}
            href={labelLink(project.name)}
          >
            {text.label}
          </LinkButton>
        )}
        {ready && (
          <LinkButton look={toLabel ? 'secondary' : 'primary'} href={projectLink(project.name, 'train')}>
            {text.next}
          </LinkButton>
        )}
      </PageHeader>
      <AddItems project={project} />
      {imports.map((job) => (
        <ImportCard key={job.id} job={job} />
      ))}
      {project.items > 0 && (
        <>
          <Findings project={project.name} />
          <div className="data-columns">
            <Section title={text.classes} className="class-column">
              <ClassList project={project} filter={shown} onFilter={setFilter} />
              <Download project={project} />
            </Section>
            <Section
              title={shown.class ?? (shown.unlabelled ? unlabelled : text.all)}
              className="picture-column"
            >
              <ItemGrid key={JSON.stringify(shown)} project={project} filter={shown} />
            </Section>
          </div>
        </>
      )}
    </>
  );
}
