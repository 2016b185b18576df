import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useServices } from '@/api/context';
import { Button } from '@/widgets/button';
import { Form, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { Gate } from './gate';
import { sessionTexts } from './texts';

const shortest = 8;

export function SetupPage({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const text = useTexts(sessionTexts);
  const { session } = useServices();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [checked, setChecked] = useState(false);
  const setUp = useMutation({ mutationFn: () => session.setUp(token, password), onSuccess: onDone });
  const tooShort = [...password].length < shortest;
  const submit = () => {
    setChecked(true);
    if (!tooShort && password === again) setUp.mutate();
  };
  return (
    <Gate title={text.setupTitle} lead={text.setupLead}>
      <Form
        className="form"
        onSubmit={() => {
          submit();
        }}
      >
        <TextField
          label={text.password}
          type="password"
          autoComplete="new-password"
          autoFocus
          value={password}
          onChange={setPassword}
          description={text.tooShort}
          error={checked && tooShort ? text.tooShort : undefined}
        />
        <TextField
          label={text.repeat}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={checked && password !== again ? text.different : undefined}
        />
        {setUp.error && <ProblemNotice error={setUp.error} />}
        <Button type="submit" look="primary" size="large" isPending={setUp.isPending}>
          {text.start}
        </Button>
      </Form>
    </Gate>
  );
}
