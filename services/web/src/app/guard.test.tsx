import { QueryClient } from '@tanstack/react-query';
import type { ParsedLocation } from '@tanstack/react-router';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';
import { type SignedIn, sessionQuery } from '@/api/session';
import { server } from '@/test/server';
import { FOUNDER } from '@/test/session';
import { keepCopies } from './copies';
import { dispatch, guard } from './guard';

const AT = { href: '/dashboard' } as ParsedLocation;

function known(session: SignedIn, age = 0) {
  const queries = new QueryClient();
  queries.setQueryData(sessionQuery.queryKey, session, { updatedAt: Date.now() - age });
  return queries;
}

const lapsed = (status: NonNullable<SignedIn['subscription']>['status']): SignedIn => ({
  ...FOUNDER,
  subscription: { is_trial: false, needs_payment: true, plan: 'glide', status },
});

it.each([
  ['canceled', 'expired'],
  ['past_due', 'expired'],
  ['trial', 'expired'],
  ['unpaid', 'suspended'],
  ['paused', 'suspended'],
  ['none', undefined],
] as const)(
  'who comes back with a subscription that is %s is told so in front of the plans',
  async (status, notice) => {
    const told = { options: { to: '/onboarding/plans', search: { paymentStatus: notice } } };
    await expect(dispatch(known(lapsed(status)), AT)).rejects.toMatchObject(told);
    await expect(guard(known(lapsed(status)), 'onboarded', AT)).rejects.toMatchObject(told);
  },
);

it('without network lets in whom the last visit let in, at once', async () => {
  const before = new QueryClient();
  keepCopies(before);
  before.setQueryData(sessionQuery.queryKey, FOUNDER);
  server.use(http.get('/api/v1/session', () => HttpResponse.error()));
  await expect(guard(new QueryClient(), 'workspace', AT)).resolves.toBe('unpaid');
});

it('without network and without an earlier visit says that there is no network', async () => {
  server.use(http.get('/api/v1/session', () => HttpResponse.error()));
  await expect(guard(new QueryClient(), 'workspace', AT)).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
});

it('a session that was read a while ago lets in at once and is read again', async () => {
  const paid: SignedIn = { ...lapsed('active'), subscription: null };
  const read = vi.fn(() => HttpResponse.json(paid));
  server.use(http.get('/api/v1/session', read));
  await guard(known(FOUNDER, 60_000), 'session', AT);
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1));
});
