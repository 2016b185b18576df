import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/widgets/button';
import { CopyBlock } from '@/widgets/copy-block';
import { ConfirmDialog } from '@/widgets/dialog';
import { Form, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { Notice, ProblemNotice } from '@/widgets/notice';
import { Section } from '@/widgets/page';
import { settingsTexts } from './texts';

export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

/** Tokens or keys: what there is, a new one with its secret shown once, and the end of an old one. */
export function CredentialList({
  title,
  help,
  none,
  queryKey,
  list,
  create,
  revoke,
}: {
  readonly title: string;
  readonly help: string;
  readonly none: string;
  readonly queryKey: readonly string[];
  readonly list: () => Promise<readonly Credential[]>;
  /** Returns the text with the secret. */
  readonly create: (name: string) => Promise<string>;
  readonly revoke: (id: string) => Promise<void>;
}) {
  const text = useTexts(settingsTexts);
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey });
  const [name, setName] = useState('');
  const [revoking, setRevoking] = useState<Credential | null>(null);
  const credentials = useQuery({ queryKey: [...queryKey, text.name], queryFn: list });
  const creation = useMutation({
    mutationFn: () => create(name.trim()),
    onSuccess: () => {
      setName('');
      return renew();
    },
  });
  const end = useMutation({ mutationFn: revoke, onSuccess: renew, onSettled: () => setRevoking(null) });
  return (
    <Section title={title}>
      <p className="quiet-text">{help}</p>
      <Load query={credentials}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="quiet-text">{none}</p>
          ) : (
            <ul className="credentials">
              {entries.map((entry) => (
                <li key={entry.id}>
                  <strong>{entry.name}</strong>
                  <span className="quiet-text">{entry.note}</span>
                  <Button
                    look="quiet"
                    aria-label={text.revokeNamed(entry.name)}
                    onPress={() => setRevoking(entry)}
                  >
                    {text.revoke}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Load>
      {end.error && <ProblemNotice error={end.error} />}
      <Form
        className="inline-form"
        onSubmit={() => {
          creation.mutate();
        }}
      >
        <TextField label={text.name} value={name} onChange={setName} />
        <Button type="submit" isPending={creation.isPending} isDisabled={!name.trim()}>
          {text.create}
        </Button>
      </Form>
      {creation.error && <ProblemNotice error={creation.error} />}
      {creation.data && (
        <Notice tone="success" title={text.once} live>
          <CopyBlock text={creation.data} label={title} />
        </Notice>
      )}
      <ConfirmDialog
        title={text.revokeTitle}
        question={text.revokeQuestion(revoking?.name ?? '')}
        action={text.revoke}
        isOpen={revoking !== null}
        isPending={end.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() => {
          if (revoking) end.mutate(revoking.id);
        }}
      />
    </Section>
  );
}
