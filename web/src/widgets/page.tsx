import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';

export function PageHeader({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons at the right. */
  readonly children?: ReactNode;
}) {
  return (
    <header className="page-header">
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </header>
  );
}

export function Section({
  title,
  aside,
  children,
  className = '',
}: {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={`section ${className}`}>
      {(title || aside) && (
        <header className="section-header">
          {title && <h2>{title}</h2>}
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** `alone`: it is all that the page shows, so that its title is the page's. */
export function EmptyState({
  title,
  text,
  children,
  icon,
  alone = false,
}: {
  readonly title: string;
  readonly text: string;
  readonly icon?: IconName;
  readonly alone?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      {icon && (
        <span className="empty-mark">
          <Icon name={icon} size={44} />
        </span>
      )}
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{text}</p>
      {children}
    </div>
  );
}
