import { useQuery } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import { colourOf } from '@/canvas/palette';
import type { Model, Project, Release } from '@/model/entities';
import { projectLink } from '@/model/route';
import { findsBoxes, hears } from '@/model/task';
import { LinkButton } from '@/widgets/button';
import { DetectBox } from '@/widgets/detect-box';
import { useFormat, useTexts } from '@/widgets/language';
import { ListenBox } from '@/widgets/listen-box';
import { Load } from '@/widgets/load';
import { EmptyState, PageHeader, Section } from '@/widgets/page';
import { TryBox } from '@/widgets/try-box';
import { CallExamples } from './call-examples';
import { PublishForm } from './publish-form';
import { ReleaseCard } from './release-card';
import { publishTexts } from './texts';

function History({ suffix }: { readonly suffix: string }) {
  const text = useTexts(publishTexts);
  const format = useFormat();
  const { releases } = useServices();
  const history = useQuery({ queryKey: queryKeys.history(suffix), queryFn: () => releases.history(suffix) });
  return (
    <Section title={text.history}>
      <ol className="history">
        {[...(history.data ?? [])].reverse().map((event, index) => (
          <li key={index}>
            <strong>{text.actions[event.action]}</strong> {text.historyModel(format.number(event.model))}
            <span className="quiet-text">{format.dateTime(event.at)}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Examples of calls, and a place to ask. */
function Live({ project, release }: { readonly project: Project; readonly release: Release }) {
  const text = useTexts(publishTexts);
  const { releases } = useServices();
  const ofSounds = hears(project);
  return (
    <>
      <Section title={text.call}>
        <CallExamples suffix={release.suffix} ofSounds={ofSounds} />
      </Section>
      <Section title={text.tryTitle}>
        {ofSounds ? (
          <ListenBox
            label={text.tryTitle}
            ask={(recording) => releases.predict(release.suffix, recording)}
            colourOf={colourOf(project)}
          />
        ) : (
          <TryBox
            label={text.tryTitle}
            ask={async (picture) => (await releases.predict(release.suffix, picture)).results}
          />
        )}
      </Section>
    </>
  );
}

/** The same of an object detection model, which has a threshold. */
function LiveDetector({ release }: { readonly release: Release }) {
  const text = useTexts(publishTexts);
  const { models, releases } = useServices();
  const { project, model, suffix } = release;
  const report = useQuery({
    queryKey: queryKeys.detectionReport(project, model),
    queryFn: () => models.detectionReport(project, model),
  });
  return (
    <Load query={report}>
      {({ threshold }) => (
        <>
          <Section title={text.call}>
            <CallExamples suffix={suffix} threshold={Number(threshold.toFixed(2))} />
          </Section>
          <Section title={text.tryTitle}>
            <DetectBox
              key={model}
              label={text.tryTitle}
              recommended={threshold}
              ask={async (picture, least) => (await releases.predict(suffix, picture, least)).results}
            />
          </Section>
        </>
      )}
    </Load>
  );
}

function Published({
  project,
  release,
  newest,
}: {
  readonly project: Project;
  readonly release: Release;
  readonly newest: number;
}) {
  return (
    <>
      <ReleaseCard release={release} newest={newest} />
      {release.live &&
        (findsBoxes(project) ? (
          <LiveDetector release={release} />
        ) : (
          <Live project={project} release={release} />
        ))}
      <History suffix={release.suffix} />
    </>
  );
}

function Publish({
  project,
  models,
  releases,
}: {
  readonly project: Project;
  readonly models: readonly Model[];
  readonly releases: readonly Release[];
}) {
  const text = useTexts(publishTexts);
  const [newest] = models;
  const mine = releases.filter((release) => release.project === project.name);
  if (!newest) {
    return (
      <EmptyState title={text.noneTitle} text={text.none} icon="easel">
        <LinkButton look="primary" href={projectLink(project.name, 'train')}>
          {text.toTrain}
        </LinkButton>
      </EmptyState>
    );
  }
  if (mine.length === 0) return <PublishForm project={project.name} models={models} />;
  return mine.map((release) => (
    <Published key={release.suffix} project={project} release={release} newest={newest.number} />
  ));
}

export function PublishPage({ project }: { readonly project: Project }) {
  const text = useTexts(publishTexts);
  const services = useServices();
  const models = useQuery({
    queryKey: queryKeys.models(project.name),
    queryFn: () => services.models.list(project.name),
  });
  const releases = useQuery({ queryKey: queryKeys.releases, queryFn: () => services.releases.list() });
  return (
    <>
      <PageHeader title={text.title} lead={text.lead} />
      <Load query={models}>
        {(modelList) => (
          <Load query={releases}>
            {(list) => <Publish project={project} models={modelList} releases={list} />}
          </Load>
        )}
      </Load>
    </>
  );
}
