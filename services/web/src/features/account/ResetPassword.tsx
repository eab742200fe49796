import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { PasswordField } from '@/components/ui/PasswordField';
import { AccountFrame } from './AccountFrame';
import { DeadLink } from './DeadLink';
import { Form } from './Form';
import styles from './Form.module.css';
import { PASSWORD_HELP, passwordFault } from './rules';
import { useForm } from './use-form';
import { fault, sentence } from './words';

export function ResetPassword() {
  const { token } = useSearch({ strict: false });
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: (known: string) =>
      answer(api.POST('/api/v1/auth/reset-password', { body: { token: known, password } })),
    // Every session has ended, this one too.
    onSuccess: () => queries.invalidateQueries(sessionQuery),
  });

  const form = useForm({
    check: () => ({ password: passwordFault(password) }),
    send: async () => token && reset.mutateAsync(token),
    refused: { password: fault(reset.error, '/password') },
  });

  if (!token || isProblem(reset.error, 'TOKEN_EXPIRED')) {
    return (
      <DeadLink
        title="This link no longer works"
        action={
          <LinkButton kind="primary" to="/forgot-password">
            Send a new link
          </LinkButton>
        }
      >
        {token
          ? 'A link for a new password works once, within an hour of the mail.'
          : 'Part of its address is missing. Open it from the mail once more, or have a new one sent.'}
      </DeadLink>
    );
  }

  if (reset.isSuccess) {
    return (
      <AccountFrame>
        <PageTitle title="Your password is changed" code="RF-04" />
        <Notice kind="done" live>
          Every device was signed out. Sign in with the new password.
        </Notice>
        <div>
          <LinkButton kind="primary" to="/signin">
            Sign in
          </LinkButton>
        </div>
      </AccountFrame>
    );
  }

  return (
    <AccountFrame
      aside={
        <p className={styles.other}>
          <Link to="/signin">Back to sign in</Link>
        </p>
      }
    >
      <PageTitle title="Choose a new password" code="RF-04">
        It signs out every device.
      </PageTitle>
      {reset.isError ? <Notice kind="error">{sentence(reset.error)}</Notice> : null}
      <Form onSend={form.submit} wrong={form.wrong}>
        <PasswordField
          label="New password"
          name="new-password"
          help={PASSWORD_HELP}
          autoComplete="new-password"
          value={password}
          error={form.fault('password')}
          onText={(text) => {
            setPassword(text);
            form.touched('password');
          }}
        />
        <div className={styles.actions}>
          <Button kind="primary" type="submit" pending={reset.isPending && 'Changing…'}>
            Change the password
          </Button>
        </div>
      </Form>
    </AccountFrame>
  );
}
