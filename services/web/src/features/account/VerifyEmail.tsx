import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { explain, isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { Waiting } from '@/components/ui/Waiting';
import { AccountFrame } from './AccountFrame';
import { NewVerification } from './NewVerification';

/** Opened from the mail: confirms by itself, once, however often it is drawn. */
export function VerifyEmail() {
  const { token } = useSearch({ strict: false });
  const queries = useQueryClient();
  const { session } = useAuth();
  const confirmation = useQuery({
    queryKey: ['verify-email', token],
    queryFn: async () => {
      await answer(api.POST('/api/v1/auth/verify-email', { body: { token: token ?? '' } }));
      await queries.invalidateQueries(sessionQuery);
      return true;
    },
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });

  if (token === undefined || isProblem(confirmation.error, 'TOKEN_EXPIRED')) return <NewVerification />;
  if (confirmation.isError) {
    return (
      <AccountFrame>
        <PageTitle title="Your address is not confirmed yet" code="RF-05" />
        <Notice kind="error">{explain(confirmation.error)}</Notice>
        <div>
          <Button kind="primary" pending={confirmation.isFetching && 'Trying…'} onClick={() => confirmation.refetch()}>
            Try again
          </Button>
        </div>
      </AccountFrame>
    );
  }
  if (!confirmation.isSuccess) {
    return (
      <AccountFrame>
        <PageTitle title="Confirming your address" code="RF-05" />
        <Waiting lines={2} label="Confirming your address" />
      </AccountFrame>
    );
  }
  return (
    <AccountFrame>
      <PageTitle title="Your address is confirmed" code="RF-05" />
      <Notice kind="done" live>
        Mails about your account and your payments reach you there.
      </Notice>
      <div>
        <LinkButton kind="primary" to={session ? '/onboarding' : '/signin'}>
          {session ? 'Continue' : 'Sign in'}
        </LinkButton>
      </div>
    </AccountFrame>
  );
}
