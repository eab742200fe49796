import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '@/api/session';
import { useAuth } from '@/components/auth/AuthProvider';
import { SignInAgain } from '@/components/auth/SignInAgain';
import { useLast } from '@/hooks/use-last';
import { useSessionEnd } from '@/hooks/use-session-end';

/** The session ended behind a page: signing in opens over it, and what it did not get is asked for again. */
export function SessionEnd() {
  const { session } = useAuth();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const email = useLast(session?.user?.email);
  useSessionEnd(() => setOver(true));

  if (!email || (session && !over)) return null;
  return (
    <SignInAgain
      email={email}
      note="This page stays as it is. What was not saved yet waits in it for you to save it again."
      onSignedIn={async () => {
        await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
        setOver(false);
        await queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
      }}
    />
  );
}
