import type { ReactNode } from 'react';
import { Icon } from '@/widgets/icons';

/** The frame of the pages before the studio: one card in the middle. */
export function Gate({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="gate">
      <span className="gate-mark">
        <Icon name="easel" size={30} />
      </span>
      <h1 tabIndex={-1}>{title}</h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}
