import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Form } from '@/components/ui/Form';
import { PageTitle } from '@/components/ui/PageTitle';
import { PasswordField } from '@/components/ui/PasswordField';
import { useForm } from '@/hooks/use-form';
import styles from './Account.module.css';
import { AccountFrame } from './AccountFrame';
import { EmailField } from './EmailField';
import { emailFault } from './rules';

const WORDS = {
  INVALID_CREDENTIALS: 'The email address or the password is not right.',
  EMAIL_NOT_VERIFIED: 'Confirm your email address first. A new mail with a link is on its way to you.',
};

const STATES: Record<string, '/account/banned' | '/account/suspended' | '/account/reactivate'> = {
  ACCOUNT_BANNED: '/account/banned',
  ACCOUNT_SUSPENDED: '/account/suspended',
  ACCOUNT_DEACTIVATED: '/account/reactivate',
};

export function SignIn() {
  const { redirect } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { signedIn } = useAuth();

  const form = useForm({
    start: { email: '', password: '' },
    check: ({ email, password }) => ({
      email: emailFault(email),
      password: password ? undefined : 'Write your password.',
    }),
    send: ({ email, password }) => answer(api.POST('/api/v1/auth/login', { body: { email: email.trim(), password } })),
    words: WORDS,
    onDone: async () => {
      await signedIn();
      await navigate({ href: redirect ?? '/onboarding', replace: true });
    },
    onRefused: (error) => {
      const state = isProblem(error) ? STATES[error.code] : undefined;
      if (state) void navigate({ to: state });
    },
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
      <Form
        form={form}
        action={{ label: 'Sign in', pending: 'Signing in…' }}
        aside={
          <Link to="/forgot-password" state={{ email: form.values.email }}>
            Forgot the password?
          </Link>
        }
      >
        <EmailField autoComplete="username" {...form.text('email')} />
        <PasswordField label="Password" autoComplete="current-password" {...form.text('password')} />
      </Form>
    </AccountFrame>
  );
}
