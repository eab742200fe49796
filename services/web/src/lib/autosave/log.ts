import type { Draft, Log } from './saver';

const PREFIX = 'rf:draft:';
const writer = crypto.randomUUID();
/** The account was left: this page writes nothing more. */
let closed = false;
const lock = (of: string) => `rf:writer:${of}`;

// Held for the life of this tab: a draft whose writer holds no lock was left behind by a crash or a closed tab.
if (typeof navigator !== 'undefined' && navigator.locks) {
  void navigator.locks.request(lock(writer), () => new Promise(() => {}));
}

function read(key: string): (Draft & { at: number }) | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Unsent words of one step, kept on this device. Synchronous, so that they survive a killed tab; one record for each tab, so that tabs
 * never erase each other's. The newest record that nobody holds any more is taken over; older ones wait for their turn.
 */
export async function draftLog(session: string, step: number): Promise<Log> {
  const place = `${PREFIX}${session}:${step}:`;
  const mine = `${place}${writer}`;
  const held = new Set(((await navigator.locks?.query())?.held ?? []).map((taken) => taken.name));
  const orphans = Object.keys(localStorage).filter(
    (key) => key.startsWith(place) && key !== mine && !held.has(lock(key.slice(place.length))),
  );
  const newest = orphans
    .map((key) => ({ key, draft: read(key) }))
    .sort((a, b) => (b.draft?.at ?? 0) - (a.draft?.at ?? 0))[0];
  const forget = () => {
    if (newest) localStorage.removeItem(newest.key);
  };
  return {
    read: () => read(mine) ?? newest?.draft ?? null,
    write(draft) {
      if (closed) return;
      try {
        localStorage.setItem(mine, JSON.stringify({ ...draft, at: Date.now() }));
        forget();
      } catch {
        // Full or forbidden storage: saving to the server goes on.
      }
    },
    clear() {
      localStorage.removeItem(mine);
      forget();
    },
  };
}

/** The steps of a session of which unsent words lie on this device. */
export function stepsWithDrafts(session: string): number[] {
  const place = `${PREFIX}${session}:`;
  const steps = Object.keys(localStorage)
    .filter((key) => key.startsWith(place))
    .map((key) => Number(key.slice(place.length).split(':')[0]));
  return [...new Set(steps)];
}

/** Forgets the unsent words of everybody on this device, and keeps what this page still does while it is left from bringing them back. */
export function closeDrafts(): void {
  closed = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
