import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Notice } from '@/components/ui/Notice';
import { TextField } from '@/components/ui/TextField';
import styles from './SignInAgain.module.css';

type Props = { email: string; onSignedIn(): void };

const FORM = 'sign-in-again';

/** The session ended while somebody was writing: signs the same account in over the page, so that nothing is lost from sight. */
export function SignInAgain({ email, onSignedIn }: Props) {
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/login', { body: { email, password } })),
    onSuccess: onSignedIn,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate();
  }

  return (
    <Dialog
      title="Sign in again"
      actions={
        <>
          <a href={`/signin?redirect=${encodeURIComponent(location.pathname)}`}>Sign in another way</a>
          <Button kind="primary" type="submit" form={FORM} pending={signIn.isPending && 'Signing in…'}>
            Sign in
          </Button>
        </>
      }
    >
      <form id={FORM} method="post" className={styles.form} onSubmit={submit}>
        <p>Your session has ended. What you wrote is kept on this device and is saved as soon as you are back.</p>
        <p className={styles.account}>{email}</p>
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onText={setPassword}
        />
        {signIn.error ? <Notice kind="error">{explain(signIn.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
