import { ProgressBar } from 'react-aria-components';
import { useFormat, useTexts } from './language';
import { widgetTexts } from './texts';

/** A bar; `share` undefined means that the end is not known yet. */
export function Progress({
  label,
  share,
  elapsed,
  remaining,
  detail,
}: {
  readonly label: string;
  readonly share: number | undefined;
  /** Seconds. */
  readonly elapsed?: number | undefined;
  readonly remaining?: number | undefined;
  readonly detail?: string | undefined;
}) {
  const text = useTexts(widgetTexts);
  const format = useFormat();
  const percent = share === undefined ? undefined : Math.min(100, Math.max(0, share * 100));
  const time =
    remaining !== undefined
      ? text.remaining(format.duration(remaining))
      : elapsed !== undefined && elapsed >= 1
        ? text.elapsed(format.duration(elapsed))
        : '';
  return (
    <ProgressBar
      className="progress"
      aria-label={label}
      isIndeterminate={percent === undefined}
      value={percent ?? 0}
    >
      <div className="progress-text">
        <span className="progress-label">{label}</span>
        <span className="progress-numbers">
          {[detail, percent === undefined ? '' : format.percent(percent / 100, 0), time]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="progress-track">
        <div
          className={percent === undefined ? 'progress-fill endless' : 'progress-fill'}
          style={{ width: `${percent ?? 30}%` }}
        />
      </div>
    </ProgressBar>
  );
}
