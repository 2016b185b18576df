import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useServices } from '@/api/context';
import { Button } from '@/widgets/button';
import { Form, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { Gate } from './gate';
import { sessionTexts } from './texts';

export function LoginPage({ onDone }: { readonly onDone: () => void }) {
  const text = useTexts(sessionTexts);
  const { session } = useServices();
  const [password, setPassword] = useState('');
  const logIn = useMutation({ mutationFn: () => session.logIn(password), onSuccess: onDone });
  return (
    <Gate title={text.loginTitle}>
      <Form
        className="form"
        onSubmit={() => {
          logIn.mutate();
        }}
      >
        <TextField
          label={text.password}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={setPassword}
        />
        {logIn.error && <ProblemNotice error={logIn.error} />}
        <Button type="submit" look="primary" size="large" isPending={logIn.isPending}>
          {text.logIn}
        </Button>
      </Form>
    </Gate>
  );
}

/** Before the owner's password is chosen there is nothing to log in to. */
export function SetupNeededPage() {
  const text = useTexts(sessionTexts);
  return (
    <Gate title={text.setupNeeded} lead={text.setupNeededLead}>
      <p className="quiet-text">{text.setupNeededHint}</p>
    </Gate>
  );
}
