import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef } from 'react';
import { answer, api } from '@/api/client';
import { keepRenewed } from '@/api/renewal';
import { type Session, sessionQuery } from '@/api/session';
import { wipeDrafts } from '@/lib/autosave/log';
import { useBcmStore } from '@/stores/bcmStore';

type Auth = {
  session: Session;
  /** After sign-in or sign-up: forgets what another account saw and asks anew. */
  signedIn(): Promise<void>;
  /** Ends the session, clears every store of this client and leaves for the sign-in page. */
  signOut(): Promise<void>;
};

const AuthContext = createContext<Auth | null>(null);
const CHANNEL = 'rf:auth';

export function AuthProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data: session = null } = useQuery(sessionQuery);
  const someone = session?.user?.user_id ?? null;
  // One channel for both ways: a second one of this tab would hear the first.
  const tabs = useRef<BroadcastChannel>(null);

  useEffect(() => (someone ? keepRenewed() : undefined), [someone]);

  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => location.reload();
    tabs.current = channel;
    return () => channel.close();
  }, []);

  const signedIn = useCallback(async () => {
    // The session's own query stays: this provider listens to it and would not hear of another one.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    tabs.current?.postMessage('changed');
    // Both at once: the one repairs what the other would miss.
    await Promise.allSettled([
      answer(api.POST('/api/v1/auth/ensure-profile')),
      answer(api.GET('/api/v1/auth/verify-profile')),
    ]);
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
  }, [queries]);

  const signOut = useCallback(async () => {
    await answer(api.POST('/api/v1/auth/logout'));
    wipeDrafts();
    queries.clear();
    useBcmStore.getState().reset();
    sessionStorage.clear();
    tabs.current?.postMessage('changed');
    location.assign('/signin');
  }, [queries]);

  const auth = useMemo(() => ({ session, signedIn, signOut }), [session, signedIn, signOut]);
  return <AuthContext value={auth}>{children}</AuthContext>;
}

export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (!auth) throw new Error('useAuth outside AuthProvider');
  return auth;
}
