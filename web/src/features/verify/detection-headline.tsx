import { f1Of } from '@/model/detection';
import type { DetectionReport, ThresholdPoint } from '@/model/entities';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

/** mAP50 in large, with the stricter measure and that of each size of things beside it. */
export function DetectionHeadline({ report }: { readonly report: DetectionReport }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const { metrics } = report;
  const method = text.methods[report.method](format.number(report.items));
  const further = [
    { name: text.map, value: metrics['map50_95'], help: text.mapHelp },
    { name: text.precision, value: metrics['precision'], help: text.boxPrecisionHelp },
    { name: text.recall, value: metrics['recall'], help: text.boxRecallHelp },
  ];
  // Below 0, or absent: there was nothing of that size.
  const sizes = (['map_small', 'map_medium', 'map_large'] as const).flatMap((key) => {
    const value = metrics[key];
    return value === undefined || value < 0 ? [] : [{ name: text.sizes[key], value }];
  });
  return (
    <div className="headline">
      <div className="headline-main">
        <span className="headline-name">{text.map50}</span>
        <strong className="headline-number">{format.percent(metrics['map50'] ?? 0)}</strong>
        <p className="quiet-text">{text.map50Help}</p>
        <p className="quiet-text">{method}</p>
        {sizes.length > 0 && (
          <dl className="sizes">
            {sizes.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{format.percent(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <dl className="averages">
        {further.map(({ name, value, help }) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <strong>{format.percent(value)}</strong>
                <span className="quiet-text">{help}</span>
              </dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}

/** What comes out at a threshold. */
export function Tally({ point }: { readonly point: ThresholdPoint }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const shares = [
    { name: text.precision, value: point.precision },
    { name: text.recall, value: point.recall },
    { name: text.f1, value: f1Of(point) },
  ];
  const counts = [
    { look: 'right', name: text.outcomes.right, value: point.right },
    { look: 'wrong', name: text.outcomes.wrong, value: point.wrong },
    { look: 'missed', name: text.outcomes.missed, value: point.missed },
  ];
  return (
    <div className="tally" role="status">
      <dl>
        {shares.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.percent(value)}</dd>
          </div>
        ))}
      </dl>
      <dl>
        {counts.map(({ look, name, value }) => (
          <div key={look}>
            <dt>
              <span className={`outcome ${look}`} />
              {name}
            </dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
