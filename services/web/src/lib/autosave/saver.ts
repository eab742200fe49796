import { type Conflict, type Doc, type Merge, merge3, same, withValue } from './merge3';

export type SaveStatus =
  | 'clean'
  | 'dirty'
  | 'saving'
  | 'saved'
  | 'offline'
  | 'retrying'
  | 'conflict'
  | 'signed-out'
  | 'rejected';

/** A document as the server has it. */
export type Stored = { version: number; data: Doc };

export type PutResult =
  | { kind: 'ok'; stored: Stored }
  | { kind: 'conflict'; stored: Stored }
  | { kind: 'auth' }
  | { kind: 'rejected'; detail: string }
  | { kind: 'transient'; retryAfter: number | null }
  /** No answer came: the server may have it. */
  | { kind: 'unreachable' };

export type Snapshot = {
  data: Doc;
  base: Stored;
  status: SaveStatus;
  savedAt: number | null;
  conflicts: Conflict[];
  /** Pointers of half-typed values, which the server would refuse: they wait on this device. */
  held: string[];
  /** Why the server refused. */
  detail: string | null;
};

export type Transport = (data: Doc, version: number, options: { keepalive: boolean }) => Promise<PutResult>;
/** Splits a document into what may be sent and the pointers of what must wait. */
export type Sift = (data: Doc) => { sendable: Doc; held: string[] };
/** `doubtful` was sent from `base` and not answered yet: the server may have it. */
export type Draft = { data: Doc; base: Stored; doubtful: Doc | null };
/** Where unsent words survive a crash; written at every edit, before anything else. */
export type Log = { read(): Draft | null; write(draft: Draft): void; clear(): void };
export type Timers = {
  set(callback: () => void, ms: number): number;
  clear(handle: number): void;
  now(): number;
  random(): number;
};

const DEBOUNCE = 700;
const MAX_WAIT = 4000;
const FIRST_RETRY = 1000;
const LAST_RETRY = 30_000;
const UNSENT: readonly SaveStatus[] = ['dirty', 'offline', 'retrying', 'signed-out'];

export const browserTimers: Timers = {
  set: (callback, ms) => window.setTimeout(callback, ms),
  clear: (handle) => window.clearTimeout(handle),
  now: () => Date.now(),
  random: Math.random,
};

/**
 * Saves one step while it is edited: every edit goes to the device's log at once and to the server soon after, one request at a time,
 * each from the version before it. What somebody else saved meanwhile is merged; only what both changed is asked about.
 */
export class StepSaver {
  private snapshot: Snapshot;
  private readonly listeners = new Set<() => void>();
  private timer = 0;
  private dirtySince = 0;
  private sending: Promise<void> | null = null;
  private resumed = false;
  private attempt = 0;
  private doubtful: Doc | null = null;
  private readonly put: Transport;
  private readonly sift: Sift;
  private readonly log: Log;
  private readonly timers: Timers;

  constructor(seen: Stored, put: Transport, sift: Sift, log: Log, timers: Timers = browserTimers) {
    // Unsent words of an earlier tab, a crash or a time without network. They may know more of the server than what was seen there last.
    const left = log.read();
    const stored = left && left.base.version > seen.version ? left.base : seen;
    this.put = put;
    this.sift = sift;
    this.log = log;
    this.timers = timers;
    this.snapshot = {
      data: stored.data,
      base: stored,
      status: 'clean',
      savedAt: null,
      conflicts: [],
      held: [],
      detail: null,
    };
    if (left) {
      const { merged, conflicts } = mergeSince(origin(left, stored), left.data, stored.data);
      // Whether it went in can only be told by a version after the one that it was sent from.
      if (stored.version === left.base.version) this.doubtful = left.doubtful;
      if (this.doubtful || !same(merged, stored.data)) {
        this.snapshot = { ...this.snapshot, data: merged, conflicts, status: conflicts.length ? 'conflict' : 'dirty' };
      }
      this.resumed = true;
    }
  }

  /** Effects live here, not in the constructor: React may construct twice and keep one. */
  start(): void {
    if (!this.resumed) return;
    this.resumed = false;
    if (this.snapshot.status === 'clean') {
      this.log.clear();
      return;
    }
    this.record();
    if (this.snapshot.status === 'dirty') this.schedule(0);
  }

  /** No timer runs on after this; what is unsent stays in the log. */
  stop(): void {
    this.timers.clear(this.timer);
  }

  /** Gives up what is unsent, here and in the log. */
  discard(): void {
    this.stop();
    this.doubtful = null;
    this.emit({ data: this.snapshot.base.data, status: 'clean', conflicts: [], held: [], detail: null });
    this.log.clear();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get = (): Snapshot => this.snapshot;

  edit(data: Doc): void {
    this.attempt = 0;
    const status = this.snapshot.status === 'conflict' ? 'conflict' : 'dirty';
    this.emit({ data, status, detail: null });
    this.record();
    if (status === 'dirty') this.schedule(DEBOUNCE);
  }

  resolve(pointer: string, take: 'mine' | 'theirs'): void {
    const conflict = this.snapshot.conflicts.find((open) => open.pointer === pointer);
    if (!conflict) return;
    const conflicts = this.snapshot.conflicts.filter((open) => open !== conflict);
    const data = withValue(this.snapshot.data, pointer, conflict[take]);
    this.emit({ conflicts, data, status: conflicts.length ? 'conflict' : 'dirty' });
    this.record();
    if (!conflicts.length) this.schedule(0);
  }

  /** Takes in what the server stored by another way, such as an accepted suggestion. */
  adopt(stored: Stored): void {
    this.take(stored, origin(this.draft(), stored));
  }

  /** Sends what is unsent. Also on leaving a field, the page or the tab (keepalive), and when the network is back. */
  async flush(options: { keepalive?: boolean } = {}): Promise<void> {
    if (this.sending) await this.sending;
    if (!UNSENT.includes(this.snapshot.status)) return;
    this.timers.clear(this.timer);
    this.sending = this.send(options.keepalive ?? false).finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  private async send(keepalive: boolean): Promise<void> {
    this.dirtySince = 0;
    const { sendable, held } = this.sift(this.snapshot.data);
    if (!this.doubtful && same(sendable, this.snapshot.base.data)) {
      this.settle();
      return;
    }
    this.emit({ status: 'saving', held });
    // What may have gone in is sent again until that is known: later words start from it.
    const sent = this.doubtful ?? sendable;
    this.doubtful = sent;
    this.record();
    let result: PutResult;
    try {
      result = await this.put(sent, this.snapshot.base.version, { keepalive });
    } catch {
      result = { kind: 'transient', retryAfter: null };
    }
    this.after(result, sent);
  }

  private after(result: PutResult, sent: Doc): void {
    switch (result.kind) {
      case 'ok':
        this.attempt = 0;
        // Something newer, which holds this, may have been adopted meanwhile.
        if (result.stored.version < this.snapshot.base.version) this.settle();
        else this.take(result.stored, { data: sent, ours: true });
        return;
      case 'conflict':
        this.take(result.stored, origin(this.draft(), result.stored));
        return;
      case 'auth':
        this.emit({ status: 'signed-out' });
        return;
      case 'rejected':
        this.doubtful = null;
        this.emit({ status: 'rejected', detail: result.detail });
        return;
      case 'transient':
        this.retry('retrying', result.retryAfter);
        return;
      case 'unreachable':
        this.retry('offline', null);
    }
  }

  private retry(status: 'retrying' | 'offline', after: number | null): void {
    const backoff = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.attempt) * (0.75 + this.timers.random() / 2);
    this.attempt += 1;
    this.emit({ status });
    this.timer = this.timers.set(() => void this.flush(), after ?? backoff);
  }

  private take(stored: Stored, since: Origin): void {
    const { merged, conflicts } = mergeSince(since, this.snapshot.data, stored.data);
    this.doubtful = null;
    this.emit({ base: stored, data: merged, conflicts });
    this.settle();
  }

  private settle(): void {
    const { data, base, conflicts } = this.snapshot;
    const { sendable, held } = this.sift(data);
    if (conflicts.length) {
      this.emit({ status: 'conflict', held });
      this.record();
      return;
    }
    if (same(sendable, base.data)) {
      this.emit({ status: 'saved', held, savedAt: this.timers.now() });
      if (held.length) this.record();
      else this.log.clear();
      return;
    }
    this.emit({ status: 'dirty', held });
    this.record();
    this.schedule(DEBOUNCE);
  }

  private schedule(ms: number): void {
    this.dirtySince ||= this.timers.now();
    this.timers.clear(this.timer);
    const left = Math.max(0, MAX_WAIT - (this.timers.now() - this.dirtySince));
    this.timer = this.timers.set(() => void this.flush(), Math.min(ms, left));
  }

  private draft(): Draft {
    return { data: this.snapshot.data, base: this.snapshot.base, doubtful: this.doubtful };
  }

  private record(): void {
    this.log.write(this.draft());
  }

  private emit(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** What both sides started from; `ours` when the server has only filled in what we sent. */
type Origin = { data: Doc; ours: boolean };

/** Of a draft and the server's document: what was sent, when all that it changed stands there, else the draft's base. */
function origin({ base, doubtful }: Draft, stored: Stored): Origin {
  const wentIn = doubtful && same(merge3(base.data, doubtful, stored.data).merged, stored.data);
  // One version later nobody else has saved anything.
  return wentIn ? { data: doubtful, ours: stored.version === base.version + 1 } : { data: base.data, ours: false };
}

/** What the server filled into our own words is nobody else's: it is not asked about. */
function mergeSince({ data, ours }: Origin, mine: Doc, theirs: Doc): Merge {
  const { merged, conflicts } = merge3(data, mine, theirs);
  return { merged, conflicts: ours ? [] : conflicts };
}
