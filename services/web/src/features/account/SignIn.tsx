import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { PasswordField } from '@/components/ui/PasswordField';
import { AccountFrame } from './AccountFrame';
import { EmailField } from './EmailField';
import { Form } from './Form';
import styles from './Form.module.css';
import { emailFault } from './rules';
import { useForm } from './use-form';
import { fault, sentence } from './words';

const STATES: Record<string, '/account/banned' | '/account/suspended' | '/account/reactivate'> = {
  ACCOUNT_BANNED: '/account/banned',
  ACCOUNT_SUSPENDED: '/account/suspended',
  ACCOUNT_DEACTIVATED: '/account/reactivate',
};

export function SignIn() {
  const { redirect } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { signedIn } = useAuth();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  const signIn = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/login', { body: { email: email.trim(), password } })),
    onSuccess: async () => {
      await signedIn();
      await navigate({ href: redirect ?? '/onboarding', replace: true });
    },
    onError: (error) => {
      const state = isProblem(error) ? STATES[error.code] : undefined;
      if (state) void navigate({ to: state });
    },
  });

  const form = useForm({
    check: () => ({ email: emailFault(email), password: password ? undefined : 'Write your password.' }),
    send: () => signIn.mutateAsync(),
    refused: { email: fault(signIn.error, '/email'), password: fault(signIn.error, '/password') },
  });

  return (
    <AccountFrame
      aside={
        <p className={styles.other}>
          New here?{' '}
          <Link to="/signup" search={{ redirect }}>
            Create an account
          </Link>
        </p>
      }
    >
      <PageTitle title="Sign in" code="RF-01">
        {redirect ? 'Then we take you to the page you asked for.' : 'To your workspace and its plan.'}
      </PageTitle>
      {signIn.isError ? <Notice kind="error">{sentence(signIn.error)}</Notice> : null}
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
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          error={form.fault('password')}
          onText={(text) => {
            setPassword(text);
            form.touched('password');
          }}
        />
        <div className={styles.actions}>
          <Button kind="primary" type="submit" pending={signIn.isPending && 'Signing in…'}>
            Sign in
          </Button>
          <Link to="/forgot-password">Forgot the password?</Link>
        </div>
      </Form>
    </AccountFrame>
  );
}
