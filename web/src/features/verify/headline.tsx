import type { Report } from '@/model/entities';
import { useFormat, useTexts } from '@/widgets/language';
import { verifyTexts } from './texts';

/** The one number, how sure it is, and how it came about. */
export function Headline({ report }: { readonly report: Report }) {
  const text = useTexts(verifyTexts);
  const format = useFormat();
  const { accuracy = 0, accuracy_low: low, accuracy_high: high } = report.metrics;
  const method = text.methods[report.method](format.number(report.items), format.number(report.folds ?? 0));
  const averages = [
    { name: text.precision, value: report.metrics['macro_precision'], help: text.precisionHelp },
    { name: text.recall, value: report.metrics['macro_recall'], help: text.recallHelp },
    { name: text.f1, value: report.metrics['macro_f1'], help: text.f1Help },
  ];
  return (
    <div className="headline">
      <div className="headline-main">
        <span className="headline-name">{text.accuracy}</span>
        <strong className="headline-number">{format.percent(accuracy)}</strong>
        {low !== undefined && high !== undefined && (
          <>
            <p className="headline-interval">{text.interval(format.percent(low), format.percent(high))}</p>
            <div className="interval" aria-hidden="true">
              <span
                className="interval-range"
                style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
              />
              <span className="interval-point" style={{ left: `${accuracy * 100}%` }} />
            </div>
            <p className="quiet-text">{text.intervalHelp}</p>
          </>
        )}
        <p className="quiet-text">{method}</p>
      </div>
      <dl className="averages">
        {averages.map(({ name, value, help }) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>
                {name} <span className="quiet-text">{text.average}</span>
              </dt>
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
