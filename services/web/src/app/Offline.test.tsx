import { screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { currentQuery } from '@/api/onboarding';
import { sessionQuery } from '@/api/session';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, session } from '@/test/session';
import { Offline } from './Offline';

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

it('says nothing when one answer was missed and the next one comes', async () => {
  server.use(session(FOUNDER));
  const { queries } = await draw(<Offline />);
  const state = () => queries.getQueryState(sessionQuery.queryKey);
  await waitFor(() => expect(state()?.status).toBe('success'));
  server.use(http.get('/api/v1/session', () => HttpResponse.error(), { once: true }));
  const again = queries.fetchQuery({ ...sessionQuery, staleTime: 0, retry: 1, retryDelay: 1000 });
  await waitFor(() => expect(state()?.fetchFailureCount).toBe(1));
  expect(screen.queryByText('You are offline.')).not.toBeInTheDocument();
  await again;
  expect(screen.queryByText('You are offline.')).not.toBeInTheDocument();
});

it('says so while the network is away, and asks for the answers anew when it is back', async () => {
  server.use(http.get('/api/v1/session', () => HttpResponse.error()));
  const { queries } = await draw(<Offline />);
  queries.setQueryData(sessionQuery.queryKey, FOUNDER, { updatedAt: 0 });
  queries.setQueryData(currentQuery.queryKey, null);
  void queries.invalidateQueries(sessionQuery);
  expect(await screen.findByText('You are offline.')).toBeInTheDocument();
  server.use(session(FOUNDER));
  await vi.advanceTimersByTimeAsync(5000);
  await waitFor(() => expect(screen.queryByText('You are offline.')).not.toBeInTheDocument());
  expect(queries.getQueryState(currentQuery.queryKey)?.isInvalidated).toBe(true);
});
