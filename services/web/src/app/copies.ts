import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { currentQuery, stepsQuery } from '@/api/onboarding';
import { type Session, sessionQuery } from '@/api/session';
import { clearCopies, keep, kept } from '@/lib/device';

/** What a step needs to open. */
const COPIED: readonly QueryKey[] = [sessionQuery.queryKey, stepsQuery.queryKey, currentQuery.queryKey];
/** When a copy counts as read: it is asked for anew as soon as anybody looks at it. */
export const NEVER = 0;
const placeOf = (key: QueryKey) => `rf:copy:${key.join(':')}` as const;
const ownerOf = (data: unknown) => (data as Session)?.user?.user_id;

/** Keeps on this device what the steps need to open without network. */
export function keepCopies(queries: QueryClient): void {
  const places = new Map(COPIED.map((key) => [hashKey(key), placeOf(key)]));
  queries.getQueryCache().subscribe((event) => {
    const place = places.get(event.query.queryHash);
    if (!place || event.type !== 'updated' || event.action.type !== 'success') return;
    const { data } = event.query.state;
    // Nobody opens the copies of somebody else.
    if (place === placeOf(sessionQuery.queryKey)) {
      if (ownerOf(data) !== ownerOf(kept(place))) clearCopies();
      if (!data) return;
    }
    keep(place, data);
  });
}

/** Puts the copies where answers of the server go; false when there are none. They open pages, the server still decides about every call. */
export function openCopies(queries: QueryClient): boolean {
  for (const key of COPIED) {
    const copy = kept<object>(placeOf(key));
    if (copy) queries.setQueryData(key, copy, { updatedAt: NEVER });
  }
  return queries.getQueryData(sessionQuery.queryKey) !== undefined;
}
