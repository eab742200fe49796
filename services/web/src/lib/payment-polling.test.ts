import { beforeEach, describe, expect, it } from 'vitest';
import type { Checkout } from '@/api/payments';
import { Problem } from '@/api/problem';
import { type Clock, PaymentPoller, type Reason } from './payment-polling';

/** Time that stands still until it is moved by hand. */
class HandClock implements Clock {
  private at = 0;
  private timers: { at: number; run: () => void }[] = [];

  now() {
    return this.at;
  }

  after(ms: number, run: () => void) {
    const timer = { at: this.at + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  async move(ms: number) {
    const end = this.at + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.at = Math.max(this.at, next.at);
      next.run();
      await settle();
    }
    this.at = end;
  }
}

async function settle() {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

const PENDING: Checkout = {
  merchant_order_id: 'ORD20261126120000ABCDEF',
  status: 'pending',
  plan: 'glide',
  billing_cycle: 'monthly',
  purpose: 'new',
  amount_paise: 700_000,
  transaction_id: '01900000-0000-7000-8000-000000000000',
  phonepe_transaction_id: null,
  failure_code: null,
  expires_at: '2026-11-26T12:30:00.000Z',
  next_poll_ms: 0,
  review: false,
  subscription: null,
};

let clock: HandClock;
let asked: { at: number; reason: Reason }[];
let reply: () => Promise<Checkout>;
let poller: PaymentPoller;

beforeEach(() => {
  clock = new HandClock();
  asked = [];
  reply = async () => PENDING;
  poller = new PaymentPoller((reason) => {
    asked.push({ at: clock.now(), reason });
    return reply();
  }, clock);
});

const times = () => asked.map(({ at }) => at);

describe('the poller of a payment', () => {
  it('asks at once, then after 2 s, and waits half as long again each time, at most 10 s', async () => {
    poller.start();
    await clock.move(47_000);
    expect(times()).toEqual([0, 2000, 5000, 9500, 16_250, 26_250, 36_250, 46_250]);
  });

  it('says that the first question follows a return from the provider and the others do not', async () => {
    poller.start();
    await clock.move(3000);
    expect(asked.map(({ reason }) => reason)).toEqual(['arrival', 'poll']);
  });

  it('gives up after 30 tries', async () => {
    poller.start();
    await clock.move(600_000);
    expect(asked).toHaveLength(30);
    expect(poller.get()).toMatchObject({ phase: 'timeout', progress: 100, secondsLeft: 0 });
  });

  it('gives up after 5 minutes, however few tries there were', async () => {
    reply = async () => ({ ...PENDING, next_poll_ms: 60_000 });
    poller.start();
    await clock.move(600_000);
    expect(times()).toEqual([0, 60_000, 120_000, 180_000, 240_000, 300_000]);
    expect(poller.get().phase).toBe('timeout');
  });

  it.each(['completed', 'failed', 'cancelled'] as const)('stops on %s', async (status) => {
    reply = async () => ({ ...PENDING, status });
    poller.start();
    await clock.move(100_000);
    expect(asked).toHaveLength(1);
    expect(poller.get()).toMatchObject({ phase: 'settled', checkout: { status } });
  });

  it('counts a network error as unknown, keeps what was known, and doubles the next wait', async () => {
    poller.start();
    await clock.move(1000);
    reply = () => Promise.reject(Problem.network());
    await clock.move(1500);
    expect(poller.get()).toMatchObject({ phase: 'waiting', unknown: true, checkout: PENDING });
    reply = async () => PENDING;
    await clock.move(6000);
    expect(times()).toEqual([0, 2000, 8000]);
    expect(poller.get().unknown).toBe(false);
  });

  it('waits as long as a limit asks for', async () => {
    reply = () => Promise.reject(new Problem(429, { code: 'RATE_LIMITED' }, new Headers({ 'retry-after': '20' })));
    poller.start();
    await clock.move(21_000);
    expect(times()).toEqual([0, 20_000]);
  });

  it('never asks before the server wants to be asked', async () => {
    reply = async () => ({ ...PENDING, next_poll_ms: 6000 });
    poller.start();
    await clock.move(12_000);
    expect(times()).toEqual([0, 6000, 12_000]);
  });

  it('asks when the tab is looked at again, not earlier than the server wants', async () => {
    reply = async () => ({ ...PENDING, next_poll_ms: 3000 });
    poller.start();
    await clock.move(9000);
    expect(times()).toEqual([0, 3000, 6000]);
    await clock.move(1400);
    poller.wake();
    poller.wake();
    await clock.move(0);
    expect(times()).toEqual([0, 3000, 6000, 10_400]);
    await clock.move(1000);
    poller.wake();
    await clock.move(2000);
    expect(times()).toEqual([0, 3000, 6000, 10_400, 13_400]);
  });

  it('asks the provider on somebody’s wish at once, and again only 3 s later', async () => {
    poller.start();
    await clock.move(500);
    poller.check();
    await clock.move(0);
    poller.check();
    await clock.move(3000);
    expect(asked.filter(({ reason }) => reason === 'user').map(({ at }) => at)).toEqual([500, 3500]);
  });

  it('begins anew when somebody asks after the time was used up', async () => {
    poller.start();
    await clock.move(600_000);
    reply = async () => ({ ...PENDING, status: 'completed' });
    poller.check();
    await clock.move(0);
    expect(poller.get()).toMatchObject({ phase: 'settled', checkout: { status: 'completed' }, tries: 1 });
  });

  it('stops where the server knows no such payment', async () => {
    reply = () => Promise.reject(new Problem(404, { code: 'TRANSACTION_NOT_FOUND' }));
    poller.start();
    await clock.move(60_000);
    expect(asked).toHaveLength(1);
    expect(poller.get()).toMatchObject({ phase: 'refused', error: { code: 'TRANSACTION_NOT_FOUND' } });
  });

  it('shows how much of the time is gone', async () => {
    poller.start();
    await clock.move(75_000);
    expect(poller.get()).toMatchObject({ progress: 25, secondsLeft: 225 });
  });

  it('asks nothing after it was stopped, and goes on when it is started again', async () => {
    poller.start();
    await clock.move(1000);
    poller.stop();
    await clock.move(30_000);
    expect(asked).toHaveLength(1);
    poller.start();
    await clock.move(0);
    expect(asked).toHaveLength(2);
    expect(poller.get().secondsLeft).toBe(269);
  });

  it('throws away an answer that comes after it was stopped', async () => {
    let late: (checkout: Checkout) => void = () => {};
    reply = () => new Promise((resolve) => (late = resolve));
    poller.start();
    await clock.move(0);
    poller.stop();
    late({ ...PENDING, status: 'completed' });
    await clock.move(0);
    expect(poller.get()).toMatchObject({ phase: 'idle', checkout: null });
  });
});
