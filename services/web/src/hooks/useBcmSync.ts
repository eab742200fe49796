import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Manifest, manifestQuery } from '@/api/context';
import { isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { useBcmStore } from '@/stores/bcmStore';

const WHILE_BUILDING = 1500;
/** A rebuild after changed answers starts by itself a minute later. */
const WHILE_PENDING = 15_000;
/** Gates that shut while the page was open. The end of the session is told over the page. */
const GATES = ['SUBSCRIPTION_REQUIRED', 'ONBOARDING_REQUIRED', 'PROFILE_INCOMPLETE'];

/** The only driver of the manifest's query: asks again when the page is looked at, and follows a rebuild to its end. */
export function useBcmSync(): void {
  const queries = useQueryClient();
  const router = useRouter();
  const following = useBcmStore((store) => store.following);
  const ended = useBcmStore((store) => store.ended);
  const { data, error, dataUpdatedAt } = useQuery({
    ...manifestQuery,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => pause(state.data, useBcmStore.getState().following),
  });

  useEffect(() => {
    const since = useBcmStore.getState().rebuildingSince;
    if (!following || since === null || dataUpdatedAt <= since || data?.status === 'building') return;
    ended(data?.status === 'error' ? 'REBUILD_FAILED' : null);
  }, [following, data, dataUpdatedAt, ended]);

  const made = data ? `${data.version} ${data.refreshed_at}` : data;
  const known = useRef(made);
  useEffect(() => {
    const before = known.current;
    known.current = made;
    // What was there when the page opened is news to nobody.
    if (!made || before === undefined || before === made) return;
    void queries.invalidateQueries({ queryKey: ['context', 'history'] });
    void queries.invalidateQueries(sessionQuery);
  }, [made, queries]);

  const shut = isProblem(error) && GATES.includes(error.code);
  useEffect(() => {
    if (!shut) return;
    void queries.invalidateQueries(sessionQuery).then(() => router.invalidate());
  }, [shut, queries, router]);
}

function pause(manifest: Manifest | null | undefined, following: boolean): number | false {
  if (following || manifest?.status === 'building') return WHILE_BUILDING;
  return manifest?.pending_changes ? WHILE_PENDING : false;
}
