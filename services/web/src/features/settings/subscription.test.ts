import { expect, it } from 'vitest';
import type { Schemas } from '@/api/client';
import { deviceName } from './device-name';
import { pendingWords, renewal } from './subscription';

const SUBSCRIPTION: Schemas['SubscriptionView'] = {
  id: '01a219cb-19ed-728c-95a3-25c1cd6327b0',
  plan: 'glide',
  billing_cycle: 'monthly',
  status: 'active',
  current_period_start: '2026-10-26T12:00:00Z',
  current_period_end: '2026-11-26T12:00:00Z',
  trial_end: null,
  grace_period_end: null,
  canceled_at: null,
  pending_plan: null,
  pending_cycle: null,
};

it.each([
  ['2026-11-19T11:59:00Z', false],
  ['2026-11-19T12:00:00Z', true],
])('at %s renewal is open: %s', (now, open) => {
  expect(renewal(SUBSCRIPTION, Date.parse(now))?.open).toBe(open);
});

it('an overdue plan can be renewed, a cancelled one ends', () => {
  expect(renewal({ ...SUBSCRIPTION, status: 'past_due', grace_period_end: '2026-12-17T12:00:00Z' })).toEqual({
    open: true,
    words: 'The period ended on 26 November 2026. Access stays until 17 December 2026.',
  });
  expect(renewal({ ...SUBSCRIPTION, status: 'canceled' })?.open).toBe(false);
});

it('a change that waits for the end of the period is told', () => {
  expect(pendingWords(SUBSCRIPTION)).toBeNull();
  expect(pendingWords({ ...SUBSCRIPTION, pending_plan: 'ascent', pending_cycle: 'yearly' })).toBe(
    'Ascent, yearly, from 26 November 2026',
  );
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1',
    'Safari on iOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/148.0 Safari/537.36 Edg/148.0', 'Edge on Windows'],
  ['curl/7.88.1', 'curl/7.88.1'],
  ['', 'Unknown device'],
])('%s is %s', (agent, name) => expect(deviceName(agent)).toBe(name));
