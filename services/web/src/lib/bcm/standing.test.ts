import { describe, expect, it } from 'vitest';
import { manifestOf } from '@/test/bcm';
import { standingDetail, standingOf, youth } from './standing';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

describe('the standing of a manifest', () => {
  it('is missing without one', () => expect(standingOf(null, NOW)).toBe('missing'));

  it.each([
    [6.9, 'fresh'],
    [7, 'stale'],
    [13.9, 'stale'],
    [14, 'expired'],
  ])('after %d days on an open page it is %s whatever the server said then', (days, standing) => {
    expect(standingOf(manifestOf({ refreshed_at: daysAgo(days) }), NOW)).toBe(standing);
  });

  it('is never better than the server says', () => {
    expect(standingOf(manifestOf({ refreshed_at: daysAgo(0), freshness: 'expired' }), NOW)).toBe('expired');
    expect(standingOf(manifestOf({ refreshed_at: daysAgo(0), pending_changes: true }), NOW)).toBe('stale');
  });

  it('tells changed answers from age', () => {
    const changed = manifestOf({ refreshed_at: daysAgo(1), freshness: 'stale', stale_reason: 'answers_changed' });
    expect(standingDetail(changed, NOW)).toMatch(/^Answers changed after version 1\.0\.0/);
    const old = manifestOf({ refreshed_at: daysAgo(8), freshness: 'stale', stale_reason: 'age' });
    expect(standingDetail(old, NOW)).toMatch(/^Last checked 8 days ago/);
  });

  it('warns of a young version unless answers changed', () => {
    const made = (hours: number, pending = false) =>
      manifestOf({ created_at: new Date(NOW - hours * 3_600_000).toISOString(), pending_changes: pending });
    expect(youth(made(0.5), NOW)).toBe('hour');
    expect(youth(made(5), NOW)).toBe('day');
    expect(youth(made(25), NOW)).toBeNull();
    expect(youth(made(0.5, true), NOW)).toBeNull();
  });
});
