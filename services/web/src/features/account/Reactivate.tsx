import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { ClosedAccount } from './ClosedAccount';

export function Reactivate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { session } = useAuth();
  const reactivate = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/me/reactivate')),
    onSuccess: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/onboarding', replace: true });
    },
  });

  if (session?.account_state === 'active') {
    return (
      <ClosedAccount
        title="Your account is in use"
        code="RF-BACK"
        primary={
          <LinkButton kind="primary" to="/onboarding">
            Continue
          </LinkButton>
        }
      >
        <p>Nothing has to be taken back.</p>
      </ClosedAccount>
    );
  }
  return (
    <ClosedAccount
      title="Take your account back"
      code="RF-BACK"
      primary={
        session ? (
          <Button
            kind="primary"
            pending={reactivate.isPending && 'Taking it back…'}
            onClick={() => reactivate.mutate()}
          >
            Take it back
          </Button>
        ) : (
          <LinkButton kind="primary" to="/signin" search={{ redirect: '/account/reactivate' }}>
            Sign in
          </LinkButton>
        )
      }
    >
      <p>It was deleted at your wish. Everything is kept for 30 days from then and erased afterwards.</p>
      {session ? null : <p>Sign in to take it back within that time.</p>}
      {reactivate.isError ? <Notice kind="error">{explain(reactivate.error)}</Notice> : null}
    </ClosedAccount>
  );
}
