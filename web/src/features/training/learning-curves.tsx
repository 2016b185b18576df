import { qualityKey } from '@/model/curve';
import type { Point } from '@/model/entities';
import { type Learnt, learningOf } from '@/model/learning';
import { findsBoxes } from '@/model/task';
import { useFormat, useTexts } from '@/widgets/language';
import { LineChart, type Series } from '@/widgets/line-chart';
import { Section } from '@/widgets/page';
import { trainingTexts } from './texts';

const short = (value: number) => String(Number(value.toPrecision(2)));

/**
 * How a network that learns step by step does: the accuracy for all, the rest for those who ask. A detector has none while it
 * learns; there the loss stands first.
 */
export function LearningCurves({
  points,
  task,
}: {
  readonly points: readonly Point[];
  readonly task: string;
}) {
  const text = useTexts(trainingTexts);
  const format = useFormat();
  const learning = learningOf(points);
  if (!learning) return null;
  const both = ({ training, validation }: Learnt): Series[] => [
    { name: text.onLearnt, points: training },
    { name: text.onHeldOut, points: validation },
  ];
  const chart = (
    title: string,
    series: readonly Series[],
    look: Pick<Parameters<typeof LineChart>[0], 'best' | 'bounds' | 'formatY'>,
  ) =>
    series.some(({ points: drawn }) => drawn.length > 0) && (
      <div>
        <h3>{title}</h3>
        <LineChart
          series={series}
          label={title}
          xLabel={text.learningAxes[learning.axis]}
          formatX={format.number}
          {...look}
        />
      </div>
    );
  const positive = [0, Number.POSITIVE_INFINITY] as const;
  const quality = qualityKey(points);
  const loss = chart(text.loss, both(learning.loss), { best: 'lowest', bounds: positive, formatY: short });
  const isJudged = quality === 'map50' || !findsBoxes({ task });
  return (
    <Section title={text.learning}>
      {isJudged
        ? chart(text.qualities[quality], both(learning.quality), { formatY: (y) => format.percent(y, 0) })
        : loss}
      <details className="further-curves">
        <summary>{text.furtherCurves}</summary>
        {isJudged && loss}
        {chart(text.rate, [{ points: learning.rate }], { best: 'last', bounds: positive, formatY: short })}
        {chart(text.speed, [{ points: learning.speed }], {
          best: 'last',
          bounds: positive,
          formatY: (y) => format.number(Math.round(y)),
        })}
      </details>
    </Section>
  );
}
