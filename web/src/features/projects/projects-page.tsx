import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { Button } from '@/widgets/button';
import { useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { EmptyState, PageHeader } from '@/widgets/page';
import { CreateDialog } from './create-dialog';
import { ProjectCard } from './project-card';
import { projectsTexts } from './texts';

export function ProjectsPage() {
  const text = useTexts(projectsTexts);
  const services = useServices();
  const [creating, setCreating] = useState(false);
  const projects = useQuery({ queryKey: queryKeys.projects, queryFn: services.projects.list });
  const releases = useQuery({ queryKey: queryKeys.releases, queryFn: () => services.releases.list() });
  const create = (
    <Button look="primary" icon="plus" onPress={() => setCreating(true)}>
      {text.create}
    </Button>
  );
  const isLive = (name: string) =>
    releases.data?.some((release) => release.project === name && release.live) ?? false;
  return (
    <>
      <PageHeader title={text.title} lead={text.lead}>
        {projects.data?.length ? create : null}
      </PageHeader>
      <Load query={projects}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={text.emptyTitle} text={text.emptyText} icon="easel">
              {create}
            </EmptyState>
          ) : (
            <div className="cards">
              {[...list]
                .sort((a, b) => b.created - a.created)
                .map((project) => (
                  <ProjectCard key={project.name} project={project} live={isLive(project.name)} />
                ))}
            </div>
          )
        }
      </Load>
      {creating && <CreateDialog isOpen onClose={() => setCreating(false)} />}
    </>
  );
}
