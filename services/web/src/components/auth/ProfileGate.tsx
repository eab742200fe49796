import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { answer, api } from '@/api/client';
import { explain, Problem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { SignOutButton } from './SignOutButton';
import { Verifying } from './Verifying';

const TRIES = 3;
const PAUSE = 2000;

/** For an account whose profile or workspace is missing: makes them, then goes on to where the founder belongs. */
export function ProfileGate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const profile = useQuery({
    queryKey: ['ensure-profile'],
    queryFn: async ({ signal }) => {
      await answer(api.POST('/api/v1/auth/ensure-profile', { signal }));
      const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      const complete = session?.user && session.workspace;
      if (session?.account_state === 'active' && !complete) throw notYet();
      return true;
    },
    retry: TRIES - 1,
    retryDelay: PAUSE,
    gcTime: 0,
  });

  useEffect(() => {
    if (profile.isSuccess) void navigate({ to: '/onboarding', replace: true });
  }, [profile.isSuccess, navigate]);

  if (!profile.isError) return <Verifying />;
  return (
    <Frame>
      <PageTitle title="Your workspace is not ready yet" code="SETUP" />
      <Notice kind="error">{explain(profile.error)}</Notice>
      <p>Your account is safe and nothing was charged.</p>
      <div>
        <Button kind="primary" onClick={() => profile.refetch()} pending={profile.isFetching && 'Trying…'}>
          Try again
        </Button>{' '}
        <Button onClick={() => location.reload()}>Refresh</Button> <SignOutButton kind="quiet" />
      </div>
    </Frame>
  );
}

/** The profile is made, and the session does not show it. */
function notYet(): Problem {
  return new Problem(422, {
    code: 'PROFILE_INCOMPLETE',
    detail: 'Making it takes longer than usual. Wait a moment and try again.',
  });
}
