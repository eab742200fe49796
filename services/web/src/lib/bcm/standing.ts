import type { Manifest } from '@/api/context';
import { ago } from '@/lib/format';

/** How far the manifest may be relied on; product 5.7. */
export type Standing = 'fresh' | 'stale' | 'expired' | 'missing';

const DAY = 86_400_000;
const STALE_AFTER = 7 * DAY;
const EXPIRED_AFTER = 14 * DAY;

/** The server's word, or what the age says by now on a page that stayed open: the worse of both. */
export function standingOf(manifest: Manifest | null, now = Date.now()): Standing {
  if (!manifest) return 'missing';
  const age = now - new Date(manifest.refreshed_at).getTime();
  if (manifest.freshness === 'expired' || age >= EXPIRED_AFTER) return 'expired';
  if (manifest.freshness === 'stale' || manifest.pending_changes || age >= STALE_AFTER) return 'stale';
  return 'fresh';
}

export const STANDING_WORDS: Record<Standing, string> = {
  fresh: 'Fresh',
  stale: 'Stale',
  expired: 'Expired',
  missing: 'Missing',
};

/** What the standing means for a founder, in one or two sentences. */
export function standingDetail(manifest: Manifest | null, now = Date.now()): string {
  const standing = standingOf(manifest, now);
  if (!manifest || standing === 'missing') return 'No context has been built yet.';
  const checked = `Last checked ${ago(manifest.refreshed_at, now)}.`;
  switch (standing) {
    case 'expired':
      return `${checked} It can still be read, but nothing new can be made from it until it is rebuilt.`;
    case 'stale':
      return manifest.pending_changes || manifest.stale_reason === 'answers_changed'
        ? `Answers changed after version ${manifest.version}. A rebuild starts by itself about a minute after the last change.`
        : `${checked} Rebuild it from the current answers before you rely on it.`;
    case 'fresh':
      return checked;
  }
}

/** Younger than a day: a rebuild is rarely worth it. Younger than an hour: it is refused unless forced or answers changed. */
export function youth(manifest: Manifest, now = Date.now()): 'hour' | 'day' | null {
  if (manifest.pending_changes) return null;
  const age = now - new Date(manifest.created_at).getTime();
  if (age < DAY / 24) return 'hour';
  return age < DAY ? 'day' : null;
}
