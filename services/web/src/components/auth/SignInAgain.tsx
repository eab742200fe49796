import { useId } from 'react';
import { answer, api } from '@/api/client';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Form } from '@/components/ui/Form';
import { PasswordField } from '@/components/ui/PasswordField';
import { useForm } from '@/hooks/use-form';
import styles from './SignInAgain.module.css';

type Props = {
  email: string;
  /** What becomes of what was written. */
  note?: string;
  onSignedIn(): unknown;
};

const KEPT = 'What you wrote is kept on this device and is saved as soon as you are back.';
const WORDS = { INVALID_CREDENTIALS: 'The password is not right.' };

/** The session ended while somebody was at work: signs the same account in over the page, so that nothing is lost from sight. */
export function SignInAgain({ email, note = KEPT, onSignedIn }: Props) {
  const id = useId();
  const form = useForm({
    start: { password: '' },
    check: ({ password }) => ({ password: password ? undefined : 'Write your password.' }),
    send: ({ password }) => answer(api.POST('/api/v1/auth/login', { body: { email, password } })),
    words: WORDS,
    onDone: onSignedIn,
  });
  const here = encodeURIComponent(location.pathname + location.search);

  return (
    <Dialog
      title="Sign in again"
      actions={
        <>
          <a className={styles.other} href={`/signin?redirect=${here}`}>
            Sign in another way
          </a>
          <Button kind="primary" type="submit" form={id} pending={form.pending && 'Signing in…'}>
            Sign in
          </Button>
        </>
      }
    >
      <p>Your session has ended. {note}</p>
      <Form form={form} id={id}>
        <p className={styles.account}>{email}</p>
        <PasswordField label="Password" autoComplete="current-password" {...form.text('password')} />
      </Form>
    </Dialog>
  );
}
