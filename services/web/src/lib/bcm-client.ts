import type { QueryClient } from '@tanstack/react-query';
import { answer, api, reply } from '@/api/client';
import { manifestQuery } from '@/api/context';
import { explain, isProblem } from '@/api/problem';

export type ExportFormat = 'json' | 'markdown';
/** One wish to rebuild; repeated with the same key it is carried out once. */
export type RebuildWish = { force: boolean; key: string };

/** Makes a version from the newest answers; answers when it is in force. */
export function rebuild({ force, key }: RebuildWish) {
  return answer(
    api.POST('/api/v1/context/rebuild', { params: { header: { 'Idempotency-Key': key } }, body: { force } }),
  );
}

/** Makes a new version with the content of an old one. */
export function restore(version: string) {
  return answer(api.POST('/api/v1/context/restore', { body: { version } }));
}

/** Hands the file to the browser and tells its name. */
export async function download(format: ExportFormat): Promise<string> {
  const { data, response } = await reply(
    api.GET('/api/v1/context/export', { params: { query: { format } }, parseAs: 'blob' }),
  );
  const name = fileName(response.headers.get('content-disposition')) ?? `bcm.${format === 'json' ? 'json' : 'md'}`;
  const address = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has its own hold on the file by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}

function fileName(disposition: string | null): string | undefined {
  return /filename="([^"/\\]+)"/.exec(disposition ?? '')?.[1];
}

/** After an edit on this client: stale at once, without waiting for the server to say so. */
export function markStale(queries: QueryClient): void {
  queries.setQueryData(manifestQuery.queryKey, (manifest) =>
    manifest
      ? { ...manifest, freshness: 'stale' as const, stale_reason: 'answers_changed' as const, pending_changes: true }
      : manifest,
  );
  void queries.invalidateQueries(manifestQuery);
}

/** Somebody else's rebuild, or ours of a moment ago, is under way. */
export function isUnderWay(error: unknown): boolean {
  return isProblem(error, 'REBUILD_IN_PROGRESS') || isProblem(error, 'IDEMPOTENCY_IN_PROGRESS');
}

const REASONS: Record<string, string> = {
  REBUILD_COOLDOWN:
    'The version in force is less than an hour old and no answer changed since. Tick the box to rebuild it anyway.',
  REBUILD_IN_PROGRESS: 'A rebuild is running already. This page follows it to its end.',
  IDEMPOTENCY_IN_PROGRESS: 'Your rebuild is still running. This page follows it to its end.',
  BCM_BUDGET_EXCEEDED:
    'The answers do not fit into 1,200 tokens, even shortened as far as allowed. Shorten the longest answers, then rebuild. The version before stays in force.',
  REBUILD_FAILED:
    'The rebuild did not succeed. The version before stays in force and nothing half-made was kept. Try again.',
  BCM_NOT_FOUND: 'There are no finished answers to build from yet. Finish onboarding first.',
  BODY_PURGED: 'The body of this version is no longer kept; only its entry in the history is.',
  FORBIDDEN: 'Only an owner or an admin of the workspace can do this.',
  RATE_LIMITED: 'That was more often than we allow within a minute. Wait a moment and try again.',
};

/** Why a call about the context did not succeed, and what to do. */
export function contextWords(error: unknown): string {
  return (isProblem(error) && REASONS[error.code]) || explain(error);
}
