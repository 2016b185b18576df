import { useMutation } from '@tanstack/react-query';
import { useServices, useWatchedJob } from '@/api/context';
import { type Curve, curvesOf, qualityKey } from '@/model/curve';
import type { Job, Point } from '@/model/entities';
import { forecastOf, newest } from '@/model/learning';
import { jobProblem } from '@/model/problem';
import { projectLink } from '@/model/route';
import { isActive } from '@/model/step-state';
import { qualityOf } from '@/model/task';
import { Button, LinkButton } from '@/widgets/button';
import { useFormat, useTexts } from '@/widgets/language';
import { LineChart } from '@/widgets/line-chart';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { Section } from '@/widgets/page';
import { Progress } from '@/widgets/progress';
import { LearningCurves } from './learning-curves';
import { trainingTexts } from './texts';

function CurveChart({ curve, quality }: { readonly curve: Curve; readonly quality: string }) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const kind = text.kinds[curve.kind] ?? curve.kind;
  const scientific = (x: number) =>
    curve.axis === 'lambda' ? String(Number(x.toPrecision(2))) : format.number(x);
  return (
    <div>
      <h3>{text.curve(quality, kind)}</h3>
      <LineChart
        series={[{ points: curve.points }]}
        label={text.curve(quality, kind)}
        xLabel={text.axes[curve.axis]}
        logarithmic={curve.axis === 'lambda'}
        formatX={scientific}
        formatY={(y) => format.percent(y)}
      />
    </div>
  );
}

function Curves({ points }: { readonly points: readonly Point[] }) {
  const text = useTexts(trainingTexts);
  const curves = curvesOf(points);
  if (curves.length === 0) return null;
  return (
    <Section title={text.curves}>
      {curves.map((curve) => (
        <CurveChart key={curve.kind} curve={curve} quality={text.qualities[qualityKey(points)]} />
      ))}
    </Section>
  );
}

/** The metrics in a training's result. */
function metricsOf(result: unknown): Readonly<Record<string, unknown>> {
  const metrics = (result as { readonly metrics?: Readonly<Record<string, unknown>> } | null | undefined)
    ?.metrics;
  return metrics ?? {};
}

/** What the training has told of itself. */
function Announcements({ points }: { readonly points: readonly Point[] }) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const forecast = forecastOf(points);
  const memory = newest(points, 'memory');
  const team = newest(points, 'team');
  return (
    <>
      {forecast && (
        <p className="quiet-text">
          {text.forecast(
            format.duration(Math.max(1, forecast.seconds)),
            format.bytes(forecast.bytes),
            format.number(forecast.epochs),
          )}
        </p>
      )}
      {memory && <p className="quiet-text">{text.memory(format.number(Number(memory['shard'])))}</p>}
      {team && <p className="quiet-text">{text.team}</p>}
    </>
  );
}

function Running({ job, points }: { readonly job: Job; readonly points: readonly Point[] }) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const { jobs } = useServices();
  const cancel = useMutation({ mutationFn: () => jobs.cancel(job.id) });
  const progress = job.progress;
  // A stage of a single step has no share that is done.
  const known = progress !== undefined && progress.total > 1;
  return (
    <div className="running">
      <Progress
        label={progress?.text || (job.state === 'queued' ? text.queued : text.running)}
        share={known ? progress.done / progress.total : undefined}
        elapsed={progress?.elapsed_seconds}
        remaining={progress?.eta_seconds}
        detail={known ? `${format.number(progress.done)} / ${format.number(progress.total)}` : undefined}
      />
      <Announcements points={points} />
      {job.attempt > 1 && <p className="quiet-text">{text.attempt(format.number(job.attempt))}</p>}
      {cancel.error && <ProblemNotice error={cancel.error} />}
      <Button isPending={cancel.isPending} onPress={() => cancel.mutate()}>
        {text.cancel}
      </Button>
    </div>
  );
}

/** A training, live while it runs, and what came of it. */
export function TrainingView({ job: initial, task }: { readonly job: Job; readonly task: string }) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const { job, points, problem } = useWatchedJob(initial);
  const metrics = metricsOf(job.result);
  const quality = qualityOf(metrics);
  const reached = text.reached['map50' in metrics ? 'map50' : 'accuracy'];
  return (
    <>
      {problem && <ProblemNotice error={problem} />}
      {isActive(job) && <Running job={job} points={points} />}
      {job.state === 'failed' && <ProblemNotice error={jobProblem(job)} />}
      {job.state === 'cancelled' && <Notice tone="hint" title={text.cancelled} live />}
      {job.state === 'done' && (
        <Notice tone="success" title={text.done} live>
          {quality !== undefined && <p>{reached(format.percent(quality))}</p>}
          <LinkButton look="primary" href={projectLink(job.project, 'verify')}>
            {text.verify}
          </LinkButton>
        </Notice>
      )}
      <LearningCurves points={points} task={task} />
      <Curves points={points} />
    </>
  );
}
