import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { colourOf } from '@/canvas/palette';
import type { Model, Project, Report } from '@/model/entities';
import { type Cell, countIn, mistakesIn } from '@/model/report';
import { projectLink } from '@/model/route';
import { findsBoxes, hears, qualityOf } from '@/model/task';
import { Button, LinkButton } from '@/widgets/button';
import { ConfusionMatrix } from '@/widgets/confusion-matrix';
import { SelectField } from '@/widgets/fields';
import { useFormat, useTexts } from '@/widgets/language';
import { ListenBox } from '@/widgets/listen-box';
import { Load } from '@/widgets/load';
import { EmptyState, PageHeader, Section } from '@/widgets/page';
import { TryBox } from '@/widgets/try-box';
import { ClassTable } from './class-table';
import { Detection } from './detection';
import { GroupTable } from './group-table';
import { Headline } from './headline';
import { Heard } from './heard';
import { PictureView, SoundView } from './item-view';
import { Mistakes } from './mistakes';
import { Remarks } from './remarks';
import { Suspects } from './suspects';
import { verifyTexts } from './texts';

/** Matrices of more classes need the whole width. */
const besideLimit = 10;

function ReportView({
  project,
  report,
  ofSounds,
}: {
  readonly project: string;
  readonly report: Report;
  readonly ofSounds: boolean;
}) {
  const text = useTexts(verifyTexts);
  const [cell, setCell] = useState<Cell | null>(null);
  const chosen = cell && {
    row: report.classes.indexOf(cell.truth),
    column: report.classes.indexOf(cell.prediction),
  };
  const view = ofSounds ? SoundView : PictureView;
  const cellTitle = () => {
    if (!cell) return text.mistakes;
    if (cell.truth === cell.prediction) return text.recognised(cell.truth);
    return (ofSounds ? text.inCell : text.mistakesIn)(cell.truth, cell.prediction);
  };
  const choose = (place: { readonly row: number; readonly column: number } | null) => {
    const truth = place && report.classes[place.row];
    const prediction = place && report.classes[place.column];
    setCell(truth && prediction ? { truth, prediction } : null);
  };
  return (
    <>
      <Headline report={report} />
      <Remarks remarks={report.remarks} />
      {report.suspects.length > 0 && (
        <Section title={text.suspects}>
          <p className="quiet-text">{text.suspectsHelp}</p>
          <Suspects project={project} suspects={report.suspects} view={view} />
        </Section>
      )}
      <div className={report.classes.length <= besideLimit ? 'errors beside' : 'errors'}>
        <Section title={text.confusion}>
          <p className="quiet-text">{text.confusionHelp}</p>
          <ConfusionMatrix
            names={report.classes}
            counts={report.confusion}
            chosen={chosen}
            onChoose={choose}
            label={text.confusion}
            rightToo={report.confusion_items !== undefined}
          />
        </Section>
        <Section
          title={cellTitle()}
          aside={
            cell && (
              <Button look="quiet" onPress={() => setCell(null)}>
                {text.showAll}
              </Button>
            )
          }
        >
          {cell && ofSounds ? (
            <Heard key={JSON.stringify(cell)} project={project} report={report} cell={cell} />
          ) : (
            <Mistakes
              key={JSON.stringify(cell)}
              project={project}
              mistakes={mistakesIn(report, cell)}
              total={countIn(report, cell)}
              view={view}
            />
          )}
        </Section>
      </div>
      {report.groups && report.groups.length > 0 && (
        <Section title={text.perGroup}>
          <p className="quiet-text">{text.perGroupHelp}</p>
          <GroupTable groups={report.groups} />
        </Section>
      )}
      <Section title={text.perClass}>
        <ClassTable rows={report.per_class} />
      </Section>
    </>
  );
}

function Classification({ project: given, number }: { readonly project: Project; readonly number: number }) {
  const { name: project } = given;
  const ofSounds = hears(given);
  const text = useTexts(verifyTexts);
  const { models } = useServices();
  const report = useQuery({
    queryKey: queryKeys.report(project, number),
    queryFn: () => models.report(project, number),
  });
  return (
    <>
      <Load query={report}>
        {(loaded) => <ReportView project={project} report={loaded} ofSounds={ofSounds} />}
      </Load>
      <Section title={text.tryTitle}>
        {ofSounds ? (
          <ListenBox
            label={text.tryTitle}
            ask={(recording) => models.predict(project, number, recording)}
            colourOf={colourOf(given)}
          />
        ) : (
          <TryBox
            label={text.tryTitle}
            ask={async (picture) => (await models.predict(project, number, picture)).results}
          />
        )}
      </Section>
    </>
  );
}

function Verify({
  project,
  list,
  number,
}: {
  readonly project: Project;
  readonly list: readonly Model[];
  readonly number: number;
}) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const chosen = number || (list[0]?.number ?? 0);
  const choices = list.map((model) => ({
    id: String(model.number),
    name: text.modelName(format.number(model.number), format.percent(qualityOf(model.metrics) ?? 0)),
  }));
  return (
    <>
      {list.length > 1 && (
        <div className="model-choice">
          <SelectField
            label={text.model}
            value={String(chosen)}
            choices={choices}
            onChange={(id) => {
              window.location.hash = projectLink(project.name, 'verify', Number(id));
            }}
          />
        </div>
      )}
      {findsBoxes(project) ? (
        <Detection key={chosen} project={project.name} number={chosen} />
      ) : (
        <Classification key={chosen} project={project} number={chosen} />
      )}
    </>
  );
}

/** `number` 0: the newest model. */
export function VerifyPage({ project, number }: { readonly project: Project; readonly number: number }) {
  const text = useTexts(verifyTexts);
  const { models } = useServices();
  const list = useQuery({
    queryKey: queryKeys.models(project.name),
    queryFn: () => models.list(project.name),
  });
  return (
    <>
      <PageHeader title={text.title} lead={text.lead}>
        {project.models > 0 && (
          <LinkButton look="primary" href={projectLink(project.name, 'publish')}>
            {text.next}
          </LinkButton>
        )}
      </PageHeader>
      <Load query={list}>
        {(loaded) =>
          loaded.length > 0 ? (
            <Verify project={project} list={loaded} number={number} />
          ) : (
            <EmptyState title={text.noneTitle} text={text.none} icon="easel">
              <LinkButton look="primary" href={projectLink(project.name, 'train')}>
                {text.toTrain}
              </LinkButton>
            </EmptyState>
          )
        }
      </Load>
    </>
  );
}
