import { Link, useLocation } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { Form } from '@/components/ui/Form';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { useForm } from '@/hooks/use-form';
import styles from './Account.module.css';
import { AccountFrame } from './AccountFrame';
import { EmailField } from './EmailField';
import { emailFault } from './rules';

declare module '@tanstack/history' {
  interface HistoryState {
    /** Written in the form before. */
    email?: string;
  }
}

export function ForgotPassword() {
  const { email = '' } = useLocation().state;
  const form = useForm({
    start: { email },
    check: ({ email }) => ({ email: emailFault(email) }),
    send: ({ email }) => answer(api.POST('/api/v1/auth/forgot-password', { body: { email: email.trim() } })),
  });

  return (
    <AccountFrame
      aside={
        <p className={styles.other}>
          <Link to="/signin">Back to sign in</Link>
        </p>
      }
    >
      <PageTitle title="Choose a new password" code="RF-03">
        We mail you a link for it.
      </PageTitle>
      {form.done ? (
        <Notice kind="done" title="Look at your mail" live>
          <p>
            If {form.values.email.trim()} has an account, a link is on its way. It works once, within an hour. Nothing
            there? Look in the spam folder, then ask again.
          </p>
        </Notice>
      ) : null}
      <Form
        form={form}
        action={{
          label: form.done ? 'Send another link' : 'Send the link',
          pending: 'Sending…',
          kind: form.done ? 'secondary' : 'primary',
        }}
      >
        <EmailField autoComplete="username" {...form.text('email')} />
      </Form>
    </AccountFrame>
  );
}
