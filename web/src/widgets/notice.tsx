import type { ReactNode } from 'react';
import { Problem } from '@/model/problem';
import { Button } from './button';
import { Icon, type IconName } from './icons';
import { useTexts } from './language';
import { widgetTexts } from './texts';

export type Tone = 'error' | 'warning' | 'hint' | 'success';

const icons: Readonly<Record<Tone, IconName>> = {
  error: 'error',
  warning: 'warning',
  hint: 'hint',
  success: 'check',
};

export function Notice({
  tone,
  title,
  children,
  live = false,
}: {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  /** Read out when it appears. */
  readonly live?: boolean;
}) {
  return (
    <div className={`notice ${tone}`} {...(live ? { role: tone === 'error' ? 'alert' : 'status' } : {})}>
      <Icon name={icons[tone]} />
      <div className="notice-body">
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  );
}

/** What went wrong, what to do, which item, and the code to search for. */
export function ProblemNotice({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const text = useTexts(widgetTexts);
  const problem = Problem.from(error);
  const [message, hint] =
    problem.message && problem.code !== 'unexpected'
      ? [problem.message, problem.hint]
      : (text.problems[problem.code] ?? text.problems['unexpected'] ?? ['', '']);
  return (
    <Notice tone="error" title={message} live>
      {hint && <p>{hint}</p>}
      <p className="notice-details">
        {problem.item && <span className="notice-item">{problem.item}</span>}
        <code>{problem.code}</code>
      </p>
      {onRetry && <Button onPress={onRetry}>{text.retry}</Button>}
    </Notice>
  );
}
