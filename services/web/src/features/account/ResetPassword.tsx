import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { LinkButton } from '@/components/ui/Button';
import { Form } from '@/components/ui/Form';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { PasswordField } from '@/components/ui/PasswordField';
import { useForm } from '@/hooks/use-form';
import { PASSWORD_HELP, passwordFault } from '@/lib/password';
import styles from './Account.module.css';
import { AccountFrame } from './AccountFrame';
import { DeadLink } from './DeadLink';

export function ResetPassword() {
  const { token } = useSearch({ strict: false });
  const queries = useQueryClient();
  const form = useForm({
    start: { password: '' },
    check: ({ password }) => ({ password: passwordFault(password) }),
    send: ({ password }) => answer(api.POST('/api/v1/auth/reset-password', { body: { token: token ?? '', password } })),
    // Every session has ended, this one too.
    onDone: () => queries.invalidateQueries(sessionQuery),
  });

  if (!token || isProblem(form.error, 'TOKEN_EXPIRED')) {
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

  if (form.done) {
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
      <Form form={form} action={{ label: 'Change the password', pending: 'Changing…' }}>
        <PasswordField
          label="New password"
          help={PASSWORD_HELP}
          autoComplete="new-password"
          {...form.text('password')}
        />
      </Form>
    </AccountFrame>
  );
}
