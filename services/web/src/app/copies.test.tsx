import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { currentQuery } from '@/api/onboarding';
import { type SignedIn, sessionQuery } from '@/api/session';
import { FOUNDER } from '@/test/session';
import { keepCopies, openCopies } from './copies';

const ANSWERS = { session_id: 'a-session' } as never;
const OTHER: SignedIn = { ...FOUNDER, user: FOUNDER.user && { ...FOUNDER.user, user_id: 'somebody-else' } };

function visit() {
  const queries = new QueryClient();
  keepCopies(queries);
  return queries;
}

it('what was known at the last visit opens without network, and is asked for anew', () => {
  const before = visit();
  before.setQueryData(sessionQuery.queryKey, FOUNDER);
  before.setQueryData(currentQuery.queryKey, ANSWERS);
  const after = visit();
  expect(openCopies(after)).toBe(true);
  expect(after.getQueryData(currentQuery.queryKey)).toEqual(ANSWERS);
  expect(after.getQueryData(sessionQuery.queryKey)).toEqual(FOUNDER);
  expect(after.getQueryCache().find({ queryKey: sessionQuery.queryKey })?.isStaleByTime(30_000)).toBe(true);
});

it('there is nothing to open on a device that nobody is signed in on', () => {
  visit().setQueryData(sessionQuery.queryKey, null);
  expect(openCopies(visit())).toBe(false);
  expect(localStorage).toHaveLength(0);
});

it.each([
  ['whose session is over', null],
  ['who is followed by somebody else', OTHER],
])('copies of somebody %s go', (_, next) => {
  const queries = visit();
  queries.setQueryData(sessionQuery.queryKey, FOUNDER);
  queries.setQueryData(currentQuery.queryKey, ANSWERS);
  queries.setQueryData(sessionQuery.queryKey, next);
  const after = visit();
  openCopies(after);
  expect(after.getQueryData(currentQuery.queryKey)).toBeUndefined();
});
