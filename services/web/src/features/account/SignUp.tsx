import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Form } from '@/components/ui/Form';
import { PageTitle } from '@/components/ui/PageTitle';
import { PasswordField } from '@/components/ui/PasswordField';
import { TextField } from '@/components/ui/TextField';
import { useForm } from '@/hooks/use-form';
import { PASSWORD_HELP, passwordFault } from '@/lib/password';
import styles from './Account.module.css';
import { AccountFrame } from './AccountFrame';
import { ConfirmFirst } from './ConfirmFirst';
import { EmailField } from './EmailField';
import { emailFault } from './rules';
import { Taken } from './Taken';

const isTaken = (error: unknown) => isProblem(error, 'EMAIL_TAKEN');

export function SignUp() {
  const { redirect } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { signedIn } = useAuth();

  const form = useForm({
    start: { full_name: '', email: '', password: '' },
    check: ({ email, password }) => ({ email: emailFault(email), password: passwordFault(password) }),
    send: ({ full_name, email, password }) =>
      answer(
        api.POST('/api/v1/auth/signup', {
          body: { email: email.trim(), password, full_name: full_name.trim() || null },
        }),
      ),
    refused: (error) => (isTaken(error) ? { email: 'This address already has an account.' } : {}),
    onDone: async (account) => {
      // Where the address has to be confirmed first, nobody is signed in yet.
      if (account.expires_in === null) return;
      await signedIn();
      await navigate({ href: redirect ?? '/onboarding', replace: true });
    },
  });

  if (form.answer?.expires_in === null) return <ConfirmFirst email={form.values.email.trim()} />;
  return (
    <AccountFrame
      aside={
        <p className={styles.other}>
          Have an account?{' '}
          <Link to="/signin" search={{ redirect }}>
            Sign in
          </Link>
        </p>
      }
    >
      <PageTitle title="Create an account" code="RF-02">
        Your workspace is made with it. Next you choose a plan.
      </PageTitle>
      {isTaken(form.error) ? <Taken redirect={redirect} /> : null}
      <Form form={form} action={{ label: 'Create account', pending: 'Creating your account…' }}>
        <TextField label="Your name" autoComplete="name" maxLength={255} {...form.text('full_name')} />
        <EmailField autoComplete="email" {...form.text('email')} />
        <PasswordField label="Password" help={PASSWORD_HELP} autoComplete="new-password" {...form.text('password')} />
      </Form>
      <p className={styles.small}>
        With an account you accept the <Link to="/terms">terms</Link>. What we keep about you stands under{' '}
        <Link to="/privacy">privacy</Link>.
      </p>
    </AccountFrame>
  );
}
