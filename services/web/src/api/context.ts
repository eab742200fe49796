import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';
import { isProblem } from './problem';

export type Manifest = Schemas['Manifest'];
export type ManifestContent = Schemas['ManifestContent'];

/** The manifest in force; null while there is none. */
export const manifestQuery = queryOptions({
  queryKey: ['context', 'manifest'],
  queryFn: async ({ signal }): Promise<Manifest | null> => {
    try {
      return await answer(api.GET('/api/v1/context/manifest', { signal }));
    } catch (error) {
      if (isProblem(error, 'BCM_NOT_FOUND')) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The newest versions, newest first. */
export const historyQuery = (limit: number) =>
  queryOptions({
    queryKey: ['context', 'history', limit],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/context/history', { params: { query: { limit } }, signal })),
    staleTime: 60_000,
  });

/** One version with its body; a body may have been purged (410 BODY_PURGED). */
export const versionQuery = (version: string) =>
  queryOptions({
    queryKey: ['context', 'version', version],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/context/versions/{version}', { params: { path: { version } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
