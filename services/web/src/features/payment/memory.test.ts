import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forget, opened, openOrder, recall, wish } from './memory';

const HERE = '01900000-0000-7000-8000-000000000001';
const THERE = '01900000-0000-7000-8000-000000000002';
const NOW = Date.parse('2026-11-26T12:00:00Z');
const ORDER = { id: 'ORD20261126120000ABCDEF', url: 'https://pay.example/1', expiresAt: '2026-11-26T12:30:00Z' };

beforeEach(() => {
  const store = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => store.get(name) ?? null,
    setItem: (name: string, value: string) => store.set(name, value),
    removeItem: (name: string) => store.delete(name),
  });
});

describe('what is kept of a wish to pay', () => {
  it('the same choice keeps its key over a reload', () => {
    expect(wish(HERE, 'glide', 'monthly', NOW).key).toBe(wish(HERE, 'glide', 'monthly', NOW).key);
  });

  it('another choice gets another key', () => {
    expect(wish(HERE, 'glide', 'monthly', NOW).key).not.toBe(wish(HERE, 'glide', 'yearly', NOW).key);
  });

  it('another workspace gets another key', () => {
    expect(wish(HERE, 'glide', 'monthly', NOW).key).not.toBe(wish(THERE, 'glide', 'monthly', NOW).key);
  });

  it('an open checkout is found again, one that has run out is not', () => {
    const kept = wish(HERE, 'glide', 'monthly', NOW);
    opened(HERE, kept, ORDER);
    expect(wish(HERE, 'glide', 'monthly', NOW + 60_000).order).toEqual(ORDER);
    expect(openOrder(HERE, undefined, NOW + 60_000)).toEqual(ORDER);
    expect(openOrder(HERE, { plan: 'glide', cycle: 'yearly' }, NOW + 60_000)).toBeUndefined();
    expect(openOrder(HERE, undefined, NOW + 1_800_000)).toBeUndefined();
    const later = wish(HERE, 'glide', 'monthly', NOW + 1_800_000);
    expect(later.order).toBeUndefined();
    expect(later.key).not.toBe(kept.key);
  });

  it('nothing is left once it is forgotten', () => {
    wish(HERE, 'glide', 'monthly', NOW);
    forget(HERE);
    expect(recall(HERE)).toBeNull();
  });

  it('what cannot be read counts as nothing', () => {
    sessionStorage.setItem(`rf:payment:${HERE}`, '{');
    expect(recall(HERE)).toBeNull();
  });
});
