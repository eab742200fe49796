import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import { parts } from './health';

const PAYMENTS = { status: 'ok', service: 'payments', plans_count: 3, timestamp: '2026-11-26T12:00:00.000Z' };
const CONTEXT = {
  status: 'ok' as const,
  service: 'bcm',
  components: { bcm: 'ok' as const, redis: 'ok' as const },
  timestamp: '2026-11-26T12:00:00.000Z',
};
const well = <T>(data: T) => ({ data, error: null });
const ill = (error: unknown) => ({ data: undefined, error });
const healths = (...asked: Parameters<typeof parts>) => parts(...asked).map(({ health }) => health);

describe('the status of the parts', () => {
  it('all work when all say so', () => {
    expect(healths(well(PAYMENTS), well(CONTEXT))).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('a service that fails is down, and the API that says so is not', () => {
    expect(healths(ill(new Problem(503, {})), well(CONTEXT))).toEqual(['ok', 'down', 'ok', 'ok']);
  });

  it('a broken connection says nothing about the services behind it', () => {
    expect(healths(ill(Problem.network()), ill(Problem.network()))).toEqual(['down', 'unknown', 'unknown', 'unknown']);
  });

  it('being asked too often says nothing about a service either', () => {
    expect(healths(ill(new Problem(429, {})), well(CONTEXT))).toEqual(['ok', 'unknown', 'ok', 'ok']);
  });

  it('without its fast copies the context is slower, not down', () => {
    const slower = { ...CONTEXT, components: { bcm: 'ok' as const, redis: 'down' as const } };
    expect(healths(well(PAYMENTS), well(slower))).toEqual(['ok', 'ok', 'ok', 'slow']);
  });
});
