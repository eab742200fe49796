import { useMutation } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { DeadLink } from './DeadLink';

/** For a confirmation link that has run out: sends another, where that is still needed. */
export function NewVerification() {
  const { session } = useAuth();
  const resend = useMutation({ mutationFn: () => answer(api.POST('/api/v1/auth/verify-email/resend')) });

  if (session?.user?.email_verified) {
    return (
      <DeadLink
        title="Your address is confirmed already"
        action={
          <LinkButton kind="primary" to="/onboarding">
            Continue
          </LinkButton>
        }
      >
        This link was used before. Nothing is left to do with it.
      </DeadLink>
    );
  }
  if (!session?.user) {
    return (
      <DeadLink
        title="This link no longer works"
        action={
          <LinkButton kind="primary" to="/signin" search={{ redirect: '/verify-email' }}>
            Sign in
          </LinkButton>
        }
      >
        A link that confirms an address works once, within a day of the mail. Sign in to have another one sent.
      </DeadLink>
    );
  }
  return (
    <DeadLink
      title="This link no longer works"
      action={
        <Button
          kind={resend.isSuccess ? 'secondary' : 'primary'}
          pending={resend.isPending && 'Sending…'}
          onClick={() => resend.mutate()}
        >
          {resend.isSuccess ? 'Send another link' : 'Send a new link'}
        </Button>
      }
    >
      A link that confirms an address works once, within a day of the mail. The new one goes to {session.user.email}.
      {resend.isSuccess ? (
        <Notice kind="done" live>
          It is on its way.
        </Notice>
      ) : null}
      {resend.isError ? <Notice kind="error">{explain(resend.error)}</Notice> : null}
    </DeadLink>
  );
}
