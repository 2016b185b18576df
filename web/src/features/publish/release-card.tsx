import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import type { Release } from '@/model/entities';
import { Button } from '@/widgets/button';
import { ConfirmDialog } from '@/widgets/dialog';
import { useFormat, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { publishTexts } from './texts';

/** What is live, and what can be done about it. */
export function ReleaseCard({ release, newest }: { readonly release: Release; readonly newest: number }) {
  const text = useTexts(publishTexts);
  const format = useFormat();
  const { releases } = useServices();
  const client = useQueryClient();
  const [confirming, setConfirming] = useState(false);
  const { suffix, project, model, live, open } = release;
  const history = useQuery({ queryKey: queryKeys.history(suffix), queryFn: () => releases.history(suffix) });
  const renew = () => client.invalidateQueries({ queryKey: queryKeys.releases });
  const change = useMutation({
    mutationFn: (act: () => Promise<Release>) => act(),
    onSuccess: renew,
    onSettled: () => setConfirming(false),
  });
  const publish = (number: number) => change.mutate(() => releases.publish(suffix, project, number, open));
  const canRollBack = live && (history.data?.some((event) => event.model !== model) ?? false);
  return (
    <div className="card release">
      <div className="release-state">
        <span className={live ? 'badge live' : 'badge'}>{live ? text.live : text.offline}</span>
        <span className="quiet-text">{text.since(format.dateTime(release.updated))}</span>
      </div>
      {live && <p className="release-model">{text.serving(format.number(model))}</p>}
      <p className="release-address">
        <code>{`${window.location.origin}/api/v1/predict/${suffix}`}</code>
      </p>
      {change.error && <ProblemNotice error={change.error} />}
      <div className="actions">
        {!live && (
          <Button look="primary" isPending={change.isPending} onPress={() => publish(newest)}>
            {text.again}
          </Button>
        )}
        {live && newest > model && (
          <Button look="primary" isPending={change.isPending} onPress={() => publish(newest)}>
            {text.update(format.number(newest))}
          </Button>
        )}
        {live && newest === model && <span className="quiet-text">{text.upToDate}</span>}
        {canRollBack && (
          <Button isPending={change.isPending} onPress={() => change.mutate(() => releases.rollBack(suffix))}>
            {text.rollBack}
          </Button>
        )}
        {live && <Button onPress={() => setConfirming(true)}>{text.unpublish}</Button>}
      </div>
      <ConfirmDialog
        title={text.unpublishTitle}
        question={text.unpublishQuestion(suffix)}
        action={text.unpublish}
        isOpen={confirming}
        isPending={change.isPending}
        onClose={() => setConfirming(false)}
        onConfirm={() => change.mutate(() => releases.unpublish(suffix))}
      />
    </div>
  );
}
