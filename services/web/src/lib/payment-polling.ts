import type { Checkout } from '@/api/payments';
import { isProblem } from '@/api/problem';

/** Why a payment is asked about: the founder came back from the provider, the wait is over, or somebody pressed the button. */
export type Reason = 'arrival' | 'poll' | 'user';

export type PollPhase =
  /** Not started, or stopped. */
  | 'idle'
  | 'waiting'
  | 'asking'
  /** Completed, failed or cancelled: nothing more is asked. */
  | 'settled'
  /** Still pending when the time or the tries were used up. */
  | 'timeout'
  /** The server does not answer this question: no such payment, or not ours. */
  | 'refused';

export type PollView = {
  phase: PollPhase;
  /** The newest answer; it stays while later questions get none. */
  checkout: Checkout | null;
  /** The newest question got no answer: nobody knows, which is no failure. */
  unknown: boolean;
  /** What the server said when it refused. */
  error: unknown;
  tries: number;
  /** Of the time, in percent. */
  progress: number;
  secondsLeft: number;
};

export type Clock = { now(): number; after(ms: number, run: () => void): () => void };

type Ask = (reason: Reason, signal: AbortSignal) => Promise<Checkout>;

const LIMIT = 300_000;
const TRIES = 30;
const FIRST_WAIT = 2000;
const FACTOR = 1.5;
const LONGEST_WAIT = 10_000;
/** The provider is asked at most this often on somebody's own wish. */
const USER_GAP = 3000;
const TICK = 1000;

const REAL: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const FRESH: PollView = {
  phase: 'idle',
  checkout: null,
  unknown: false,
  error: null,
  tries: 0,
  progress: 0,
  secondsLeft: LIMIT / 1000,
};

/** Follows one payment until it is decided; product 2.5. Knows no framework: React reads it with `useSyncExternalStore`. */
export class PaymentPoller {
  private view: PollView = FRESH;
  private readonly listeners = new Set<() => void>();
  private readonly ask: Ask;
  private readonly clock: Clock;
  private startedAt: number | null = null;
  private wait = FIRST_WAIT;
  private nextAt = 0;
  private nextReason: Reason = 'arrival';
  /** Before this moment the server does not want to be asked. */
  private notBefore = 0;
  private lastUserAt = Number.NEGATIVE_INFINITY;
  private cancelTimer = () => {};
  private cancelTick = () => {};
  private asking: AbortController | null = null;

  constructor(ask: Ask, clock: Clock = REAL) {
    this.ask = ask;
    this.clock = clock;
  }

  readonly get = (): PollView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks at once, then goes on by itself. After a `stop` it goes on within the time that is left. */
  start(reason: Reason = 'arrival') {
    if (this.view.phase !== 'idle') return;
    this.startedAt ??= this.clock.now();
    this.plan(this.clock.now(), reason);
    this.tick();
  }

  /** Nobody looks any more. */
  stop() {
    this.halt();
    if (this.view.phase === 'waiting' || this.view.phase === 'asking') this.show({ phase: 'idle' });
  }

  /** The tab is looked at again: asks as soon as the server allows. */
  wake() {
    if (this.view.phase !== 'waiting') return;
    const at = Math.max(this.clock.now(), this.notBefore);
    if (at < this.nextAt) this.plan(at, this.nextReason);
  }

  /** Somebody wants to know now. After a timeout the whole time begins anew. */
  check() {
    const { phase } = this.view;
    if (phase === 'settled' || phase === 'asking') return;
    if (phase !== 'waiting') this.restart();
    this.plan(Math.max(this.clock.now(), this.lastUserAt + USER_GAP), 'user');
    this.tick();
  }

  private restart() {
    this.startedAt = this.clock.now();
    this.wait = FIRST_WAIT;
    this.show({ ...FRESH, checkout: this.view.checkout });
  }

  private plan(at: number, reason: Reason) {
    this.cancelTimer();
    this.nextAt = at;
    this.nextReason = reason;
    this.show({ phase: 'waiting' });
    this.cancelTimer = this.clock.after(Math.max(0, at - this.clock.now()), () => void this.once(reason));
  }

  private async once(reason: Reason) {
    const asking = new AbortController();
    this.asking = asking;
    if (reason === 'user') this.lastUserAt = this.clock.now();
    this.show({ phase: 'asking', tries: this.view.tries + 1 });
    try {
      const checkout = await this.ask(reason, asking.signal);
      if (!asking.signal.aborted) this.learned(checkout);
    } catch (error) {
      if (!asking.signal.aborted) this.missed(error);
    }
  }

  private learned(checkout: Checkout) {
    this.asking = null;
    if (checkout.status !== 'pending') {
      this.halt();
      this.show({ phase: 'settled', checkout, unknown: false });
      return;
    }
    this.show({ checkout, unknown: false });
    this.goOn(this.wait, checkout.next_poll_ms);
  }

  private missed(error: unknown) {
    this.asking = null;
    if (isProblem(error) && !error.passing) {
      this.halt();
      this.show({ phase: 'refused', error });
      return;
    }
    this.show({ unknown: true });
    this.goOn(this.wait * 2, (isProblem(error) && error.retryAfter) || 0);
  }

  private goOn(wanted: number, least: number) {
    const now = this.clock.now();
    this.notBefore = now + least;
    this.wait = Math.min(this.wait * FACTOR, LONGEST_WAIT);
    const at = now + Math.max(wanted, least);
    if (this.view.tries >= TRIES || at > this.end()) {
      this.halt();
      this.show({ phase: 'timeout', progress: 100, secondsLeft: 0 });
      return;
    }
    this.plan(at, 'poll');
  }

  private end() {
    return (this.startedAt ?? 0) + LIMIT;
  }

  private tick() {
    this.cancelTick();
    const left = Math.max(0, this.end() - this.clock.now());
    this.show({ progress: Math.round(((LIMIT - left) / LIMIT) * 100), secondsLeft: Math.ceil(left / 1000) });
    if (left > 0) this.cancelTick = this.clock.after(TICK, () => this.tick());
  }

  private halt() {
    this.cancelTimer();
    this.cancelTick();
    this.asking?.abort();
    this.asking = null;
  }

  private show(change: Partial<PollView>) {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
