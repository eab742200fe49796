import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';

/** Who is signed in and where they stand; null when nobody is. */
export type Session = Schemas['SessionState'] | null;
export type SignedIn = NonNullable<Session>;

/** The one call that everything starts from; the page's HTML preloads it. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => (await answer(api.GET('/api/v1/session', { signal }))) ?? null,
  staleTime: 30_000,
});
