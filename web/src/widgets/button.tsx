import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Link } from 'react-aria-components';
import { Icon, type IconName } from './icons';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

/** While `isPending`, the button keeps the focus and does nothing. */
export function Button({
  look = 'secondary',
  size = 'medium',
  icon,
  isPending = false,
  children,
  ...props
}: Omit<AriaButtonProps, 'children' | 'className' | 'isPending'> & {
  readonly look?: Look;
  readonly size?: 'medium' | 'large';
  readonly icon?: IconName;
  readonly isPending?: boolean;
  readonly children: ReactNode;
}) {
  // Not react-aria's isPending: what it announces refers to elements that are gone by then.
  const idle = isPending ? ({ type: 'button', onPress: () => undefined, 'data-pending': true } as const) : {};
  return (
    <AriaButton {...props} {...idle} className={`button ${look} ${size}`}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </AriaButton>
  );
}

/** A button that shows nothing but its icon; `label` is read out and shown as a tip. */
export function IconButton({
  icon,
  label,
  ...props
}: Omit<AriaButtonProps, 'children' | 'className'> & {
  readonly icon: IconName;
  readonly label: string;
}) {
  return (
    <AriaButton {...props} aria-label={label} className="button quiet icon-only">
      <Icon name={icon} />
    </AriaButton>
  );
}

/** Leads to another page, or downloads with `download`. */
export function LinkButton({
  href,
  look = 'secondary',
  icon,
  download,
  children,
}: {
  readonly href: string;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly download?: string;
  readonly children: ReactNode;
}) {
  return (
    <Link href={href} className={`button ${look} medium`} {...(download === undefined ? {} : { download })}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </Link>
  );
}
