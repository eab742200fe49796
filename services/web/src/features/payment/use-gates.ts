import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { sessionQuery } from '@/api/session';

/** Passes the gates of the page again: they know where whoever was refused belongs. */
export function useGates(): () => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(async () => {
    await queries.invalidateQueries(sessionQuery);
    await router.invalidate();
  }, [queries, router]);
}
