import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from './language';
import { ProblemNotice } from './notice';
import { widgetTexts } from './texts';

/** Draws remote data in whichever state it is; what was there stays while it is fetched anew. */
export function Load<T>({
  query,
  children,
}: {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
}) {
  const text = useTexts(widgetTexts);
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="loading" role="status">
      <span className="spinner" />
      {text.loading}
    </div>
  );
}
