import type { ReactNode } from 'react';

export interface Bar {
  readonly name: string;
  /** 0 to 1: length of the bar. */
  readonly share: number;
  readonly value: string;
  readonly strong?: boolean;
}

/** Named values with a bar each, e.g. scores. */
export function Bars({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  return (
    <ul className="bars" aria-label={label}>
      {bars.map(({ name, share, value, strong }) => (
        <li key={name} className={strong ? 'bar-row strong' : 'bar-row'}>
          <span className="bar-name" title={name}>
            {name}
          </span>
          <span className="bar-value">{value}</span>
          <BarTrack share={share} />
        </li>
      ))}
    </ul>
  );
}

export function BarTrack({ share, children }: { readonly share: number; readonly children?: ReactNode }) {
  return (
    <span className="bar-track" aria-hidden="true">
      <span className="bar-fill" style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
      {children}
    </span>
  );
}
