import { forget, keep, kept, placesBelow } from '@/lib/device';
import type { Draft, Log } from './saver';

const DRAFTS = 'rf:draft:';
/** After so long nobody comes back for what was not sent. */
const OLD = 30 * 24 * 3_600_000;
const writer = crypto.randomUUID();
const lock = (of: string) => `rf:writer:${of}`;

type Kept = Draft & { at: number };

// Held for the life of this tab: a draft whose writer holds no lock was left behind by a crash or a closed tab.
if (typeof navigator !== 'undefined' && navigator.locks) {
  navigator.locks.request(lock(writer), () => new Promise(() => {})).catch(() => undefined);
}

/** Drafts of one step that no living tab writes to, the newest first. Those of any step that are too old go. */
async function orphans(ofStep: string): Promise<{ place: string; draft: Kept }[]> {
  const locks = await navigator.locks?.query().catch(() => undefined);
  const held = new Set(locks?.held?.map(({ name }) => name));
  const left = placesBelow(DRAFTS).flatMap((place) => {
    const by = place.slice(place.lastIndexOf(':') + 1);
    if (by === writer || held.has(lock(by))) return [];
    const draft = kept<Kept>(place);
    if (draft && draft.at > Date.now() - OLD) return [{ place, draft }];
    forget(place);
    return [];
  });
  return left.filter(({ place }) => place.startsWith(ofStep)).sort((a, b) => b.draft.at - a.draft.at);
}

/**
 * Unsent words of one step, kept on this device. Synchronous, so that they survive a killed tab; one record for each tab, so that tabs
 * never erase each other's. The newest record that nobody holds any more is taken over; older ones wait for their turn.
 */
export async function draftLog(session: string, step: number): Promise<Log> {
  const ofStep = `${DRAFTS}${session}:${step}:` as const;
  const mine = `${ofStep}${writer}` as const;
  const [newest] = await orphans(ofStep);
  const forgetNewest = () => {
    if (newest) forget(newest.place);
  };
  return {
    read: () => kept<Kept>(mine) ?? newest?.draft ?? null,
    write(draft) {
      if (keep(mine, { ...draft, at: Date.now() })) forgetNewest();
    },
    clear() {
      forget(mine);
      forgetNewest();
    },
  };
}

/** The steps of a session of which unsent words lie on this device. */
export function stepsWithDrafts(session: string): number[] {
  const ofSession = `${DRAFTS}${session}:` as const;
  const steps = placesBelow(ofSession).map((place) => Number(place.slice(ofSession.length).split(':')[0]));
  return [...new Set(steps)];
}

const listeners = new Map<string, (() => void)[]>();

/** Has something done once the drafts of a session are forgotten, for what this tab holds of them in memory. */
export function whenForgotten(session: string, listener: () => void): void {
  listeners.set(session, [...(listeners.get(session) ?? []), listener]);
}

/** The session has ended, or was emptied: what was not sent of it has nowhere to go. */
export function forgetDrafts(session: string): void {
  const told = listeners.get(session) ?? [];
  listeners.delete(session);
  for (const listener of told) listener();
  for (const place of placesBelow(`${DRAFTS}${session}:`)) forget(place);
}
