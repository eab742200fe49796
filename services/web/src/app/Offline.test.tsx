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
