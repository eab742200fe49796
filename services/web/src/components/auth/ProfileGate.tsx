import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { Verifying } from './Verifying';

const TRIES = 3;
const PAUSE = 2000;

/** For an account whose profile or workspace is missing: makes them, then goes on to where the founder belongs. */
export function ProfileGate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const profile = useQuery({
    queryKey: ['ensure-profile'],
    queryFn: ({ signal }) => answer(api.POST('/api/v1/auth/ensure-profile', { signal })),
    retry: TRIES - 1,
    retryDelay: PAUSE,
    gcTime: 0,
  });

  useEffect(() => {
    if (!profile.isSuccess) return;
    void queries.invalidateQueries(sessionQuery).then(() => navigate({ to: '/onboarding', replace: true }));
  }, [profile.isSuccess, queries, navigate]);

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
        <Button onClick={() => location.reload()}>Refresh</Button>
      </div>
    </Frame>
  );
}
