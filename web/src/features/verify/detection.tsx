import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { pointAt, thinned, wholeCurve } from '@/model/detection';
import type { DetectionReport } from '@/model/entities';
import { DetectBox } from '@/widgets/detect-box';
import { useFormat, useTexts } from '@/widgets/language';
import { LineChart } from '@/widgets/line-chart';
import { Load } from '@/widgets/load';
import { Section } from '@/widgets/page';
import { ThresholdSlider } from '@/widgets/threshold-slider';
import { ClassTable } from './class-table';
import { DetectionHeadline, Tally } from './detection-headline';
import { JudgedPictures } from './judged-pictures';
import { Remarks } from './remarks';
import { verifyTexts } from './texts';

const mostPoints = 80;

function DetectionView({ project, report }: { readonly project: string; readonly report: DetectionReport }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const [threshold, setThreshold] = useState(report.threshold);
  const curve = useMemo(() => wholeCurve(report), [report]);
  const point = pointAt(curve, threshold);
  return (
    <>
      <DetectionHeadline report={report} />
      <Remarks remarks={report.remarks} />
      <Section title={text.threshold}>
        <p className="quiet-text">{text.thresholdHelp}</p>
        <div className="threshold">
          <div className="threshold-side">
            <ThresholdSlider
              label={text.threshold}
              value={threshold}
              recommended={report.threshold}
              onChange={setThreshold}
            />
            <Tally point={point} />
          </div>
          {curve.points.length > 0 && (
            <LineChart
              series={[
                {
                  points: thinned(curve.points, mostPoints).map(({ precision, recall }) => ({
                    x: recall,
                    y: precision,
                  })),
                },
              ]}
              label={text.precisionRecall}
              xLabel={text.recall}
              yLabel={text.precision}
              marked={{ x: point.recall, y: point.precision }}
              formatX={(x) => format.percent(x, 0)}
              formatY={(y) => format.percent(y, 0)}
            />
          )}
        </div>
      </Section>
      <Section title={text.judged}>
        <JudgedPictures
          project={project}
          pictures={report.pictures}
          total={report.items}
          threshold={threshold}
        />
      </Section>
      <Section title={text.perClass}>
        <p className="quiet-text">{text.atRecommended(format.percent(report.threshold, 0))}</p>
        <ClassTable rows={report.per_class} />
      </Section>
    </>
  );
}

/** How good an object detection model is, and a place to try it. */
export function Detection({ project, number }: { readonly project: string; readonly number: number }) {
  const text = useTexts(verifyTexts);
  const { models } = useServices();
  const report = useQuery({
    queryKey: queryKeys.detectionReport(project, number),
    queryFn: () => models.detectionReport(project, number),
  });
  return (
    <Load query={report}>
      {(loaded) => (
        <>
          <DetectionView project={project} report={loaded} />
          <Section title={text.tryTitle}>
            <DetectBox
              label={text.tryTitle}
              recommended={loaded.threshold}
              ask={async (picture, threshold) =>
                (await models.predict(project, number, picture, threshold)).results
              }
            />
          </Section>
        </>
      )}
    </Load>
  );
}
