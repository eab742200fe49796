import { type MutationCacheNotifyEvent, type QueryCacheNotifyEvent, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { isSessionOver } from '@/api/problem';

/** Tells when whatever a page asked for was refused because the session is over. */
export function useSessionEnd(onEnd: () => void): void {
  const queries = useQueryClient();
  const ended = useEffectEvent(onEnd);
  useEffect(() => {
    const listen = (event: QueryCacheNotifyEvent | MutationCacheNotifyEvent) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return;
      if (isSessionOver(event.action.error)) ended();
    };
    const forgets = [queries.getQueryCache().subscribe(listen), queries.getMutationCache().subscribe(listen)];
    return () => {
      for (const forget of forgets) forget();
    };
  }, [queries]);
}
