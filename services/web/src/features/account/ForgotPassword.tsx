import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '@/api/client';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { AccountFrame } from './AccountFrame';
import { EmailField } from './EmailField';
import { Form } from './Form';
import styles from './Form.module.css';
import { emailFault } from './rules';
import { useForm } from './use-form';
import { fault, sentence } from './words';

export function ForgotPassword() {
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: (address: string) => answer(api.POST('/api/v1/auth/forgot-password', { body: { email: address } })),
  });

  const form = useForm({
    check: () => ({ email: emailFault(email) }),
    send: () => ask.mutateAsync(email.trim()),
    refused: { email: fault(ask.error, '/email') },
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
      {ask.isSuccess ? (
        <Notice kind="done" title="Look at your mail" live>
          <p>
            If {ask.variables} has an account, a link is on its way. It works once, within an hour. Nothing there? Look
            in the spam folder, then ask again.
          </p>
        </Notice>
      ) : null}
      {ask.isError ? <Notice kind="error">{sentence(ask.error)}</Notice> : null}
      <Form onSend={form.submit} wrong={form.wrong}>
        <EmailField
          autoComplete="username"
          value={email}
          error={form.fault('email')}
          onText={(text) => {
            setEmail(text);
            form.touched('email');
          }}
        />
        <div className={styles.actions}>
          <Button kind={ask.isSuccess ? 'secondary' : 'primary'} type="submit" pending={ask.isPending && 'Sending…'}>
            {ask.isSuccess ? 'Send another link' : 'Send the link'}
          </Button>
        </div>
      </Form>
    </AccountFrame>
  );
}
