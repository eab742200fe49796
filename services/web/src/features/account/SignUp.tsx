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
import { TextField } from '@/components/ui/TextField';
import { AccountFrame } from './AccountFrame';
import { ConfirmFirst } from './ConfirmFirst';
import { EmailField } from './EmailField';
import { Form } from './Form';
import styles from './Form.module.css';
import { emailFault, PASSWORD_HELP, passwordFault } from './rules';
import { Taken } from './Taken';
import { useForm } from './use-form';
import { fault, sentence } from './words';

export function SignUp() {
  const { redirect } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { signedIn } = useAuth();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  const signUp = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/auth/signup', {
          body: { email: email.trim(), password, full_name: name.trim() || null },
        }),
      ),
    onSuccess: async (account) => {
      // Where the address has to be confirmed first, nobody is signed in yet.
      if (account.expires_in === null) return;
      await signedIn();
      await navigate({ href: redirect ?? '/onboarding', replace: true });
    },
  });
  const taken = isProblem(signUp.error, 'EMAIL_TAKEN');

  const form = useForm({
    check: () => ({ email: emailFault(email), password: passwordFault(password) }),
    send: () => signUp.mutateAsync(),
    refused: {
      name: fault(signUp.error, '/full_name'),
      email: taken ? 'This address already has an account.' : fault(signUp.error, '/email'),
      password: fault(signUp.error, '/password'),
    },
  });

  if (signUp.data?.expires_in === null) return <ConfirmFirst email={email.trim()} />;
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
      {taken ? <Taken redirect={redirect} /> : null}
      {signUp.isError && !taken ? <Notice kind="error">{sentence(signUp.error)}</Notice> : null}
      <Form onSend={form.submit} wrong={form.wrong}>
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          maxLength={255}
          value={name}
          error={form.fault('name')}
          onText={(text) => {
            setName(text);
            form.touched('name');
          }}
        />
        <EmailField
          autoComplete="email"
          value={email}
          error={form.fault('email')}
          onText={(text) => {
            setEmail(text);
            form.touched('email');
          }}
        />
        <PasswordField
          label="Password"
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
          <Button kind="primary" type="submit" pending={signUp.isPending && 'Creating your account…'}>
            Create account
          </Button>
        </div>
        <p className={styles.small}>
          With an account you accept the <Link to="/terms">terms</Link>. What we keep about you stands under{' '}
          <Link to="/privacy">privacy</Link>.
        </p>
      </Form>
    </AccountFrame>
  );
}
