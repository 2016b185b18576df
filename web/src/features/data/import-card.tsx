import { useState } from 'react';
import { useServices, useWatchedJob } from '@/api/context';
import type { ImportReport, Job } from '@/model/entities';
import { jobProblem } from '@/model/problem';
import { importReportOf } from '@/model/report';
import { isActive } from '@/model/step-state';
import { Button, IconButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { Progress } from '@/widgets/progress';
import { dataTexts } from './texts';

function Outcome({ report }: { readonly report: ImportReport }) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const facts = [
    report.duplicates > 0 && text.duplicates(format.number(report.duplicates)),
    report.near_duplicates > 0 && text.nearDuplicates(format.number(report.near_duplicates)),
    report.skipped > 0 && text.skipped(format.number(report.skipped)),
    report.failed > 0 && text.broken(format.number(report.failed)),
  ].filter((fact) => fact !== false);
  return (
    <Notice
      tone={report.failed > 0 ? 'warning' : 'success'}
      live
      title={report.added > 0 ? text.imported(format.number(report.added), report.added) : text.nothingNew}
    >
      {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      {report.issues.length > 0 && (
        <details>
          <summary>{text.issues}</summary>
          <ul className="issues">
            {report.issues.map((issue, index) => (
              <li key={index}>
                <span className="notice-item">{issue.entry}</span> {issue.message} {issue.hint}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}

/** An import from its start to what came of it. */
export function ImportCard({ job: initial }: { readonly job: Job }) {
  const text = useTexts(dataTexts);
  const format = useFormat();
  const { jobs } = useServices();
  const { job } = useWatchedJob(initial);
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  if (isActive(job)) {
    const progress = job.progress;
    return (
      <div className="upload-row">
        <Progress
          label={progress?.text || text.importing}
          elapsed={progress?.elapsed_seconds}
          remaining={progress?.eta_seconds}
          share={progress && progress.total > 0 ? progress.done / progress.total : undefined}
          detail={
            progress && progress.total > 0
              ? `${format.number(progress.done)} / ${format.number(progress.total)}`
              : undefined
          }
        />
        <Button look="quiet" onPress={() => void jobs.cancel(job.id)}>
          {text.cancel}
        </Button>
      </div>
    );
  }
  const report = importReportOf(job.result);
  return (
    <div className="upload-row">
      {job.state === 'failed' && <ProblemNotice error={jobProblem(job)} />}
      {job.state === 'cancelled' && <Notice tone="hint" title={text.cancelled} />}
      {job.state === 'done' && report && <Outcome report={report} />}
      <IconButton icon="close" label={text.dismiss} onPress={() => setDismissed(true)} />
    </div>
  );
}
