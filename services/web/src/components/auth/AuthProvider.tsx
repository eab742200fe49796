import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef } from 'react';
import { answer, api } from '@/api/client';
import { isProblem } from '@/api/problem';
import { keepRenewed, renew } from '@/api/renewal';
import { type Session, sessionQuery } from '@/api/session';
import { sendUnsent } from '@/lib/autosave/unsent';
import { clearDevice } from '@/lib/device';
import { leaveAsNew } from '@/lib/leave';
import { keepApp } from '@/lib/worker';
import { useBcmStore } from '@/stores/bcmStore';

type Auth = {
  session: Session;
  /** After sign-in or sign-up: forgets what another account saw and asks anew. */
  signedIn(): Promise<void>;
  /** Sends what is unsent, ends the session and leaves for the sign-in page. */
  signOut(): Promise<void>;
  /** Clears what this device and its tabs know of the account, and goes to a page as a new visit. */
  leave(path: string): void;
};

const AuthContext = createContext<Auth | null>(null);
const CHANNEL = 'rf:auth';

type News = 'signed-in' | 'left';

export function AuthProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data: session = null } = useQuery(sessionQuery);
  const someone = session?.user?.user_id ?? null;
  // One channel for both ways: a second one of this tab would hear the first.
  const tabs = useRef<BroadcastChannel>(null);

  useEffect(() => (someone ? keepRenewed() : undefined), [someone]);
  useEffect(() => (someone ? keepApp() : undefined), [someone]);

  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<News>) => {
      if (data === 'left') clearDevice();
      location.reload();
    };
    tabs.current = channel;
    return () => channel.close();
  }, []);

  const signedIn = useCallback(async () => {
    // The session's own query stays: this provider listens to it and would not hear of another one.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    useBcmStore.getState().reset();
    tabs.current?.postMessage('signed-in' satisfies News);
    // Both at once: the one repairs what the other would miss.
    await Promise.allSettled([
      answer(api.POST('/api/v1/auth/ensure-profile')),
      answer(api.GET('/api/v1/auth/verify-profile')),
    ]);
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
  }, [queries]);

  const leave = useCallback(
    (path: string) => {
      clearDevice();
      queries.clear();
      useBcmStore.getState().reset();
      sessionStorage.clear();
      tabs.current?.postMessage('left' satisfies News);
      leaveAsNew(path);
    },
    [queries],
  );

  const signOut = useCallback(async () => {
    await sendUnsent();
    try {
      await answer(api.POST('/api/v1/auth/logout'));
    } catch (error) {
      // Over already, or only not renewed: then a cookie that no script can take away still opens the account.
      if (!isProblem(error) || error.status !== 401 || (await renew())) throw error;
    }
    leave('/signin');
  }, [leave]);

  const auth = useMemo(() => ({ session, signedIn, signOut, leave }), [session, signedIn, signOut, leave]);
  return <AuthContext value={auth}>{children}</AuthContext>;
}

export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (!auth) throw new Error('useAuth outside AuthProvider');
  return auth;
}
