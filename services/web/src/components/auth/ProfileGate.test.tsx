import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Session } from '@/api/session';
import { leaveAsNew } from '@/lib/leave';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, problem, session } from '@/test/session';
import { AuthProvider } from './AuthProvider';
import { ProfileGate } from './ProfileGate';

vi.mock('@/lib/leave', () => ({ leaveAsNew: vi.fn() }));

const WITHOUT: Session = { ...FOUNDER, workspace: null };
const ensured = vi.fn(() => HttpResponse.json({}));

beforeEach(() => {
  ensured.mockReset().mockImplementation(() => HttpResponse.json({}));
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.use(session(WITHOUT), http.post('/api/v1/auth/ensure-profile', ensured));
});
afterEach(() => void vi.useRealTimers());

async function open() {
  const view = await draw(
    <AuthProvider>
      <ProfileGate />
    </AuthProvider>,
    { path: '/here' },
  );
  return { ...view, user: userEvent.setup({ advanceTimers: vi.advanceTimersByTime }) };
}

async function tries(times: number) {
  await waitFor(() => expect(ensured).toHaveBeenCalledTimes(times));
  await vi.advanceTimersByTimeAsync(2000);
}

it('goes on as soon as there is a workspace', async () => {
  const { router } = await open();
  await tries(1);
  server.use(session(FOUNDER));
  await waitFor(() => expect(router.state.location.pathname).toBe('/onboarding'));
});

it('tells who has no workspace after three tries, and offers a way on and a way out', async () => {
  const { user, router } = await open();
  for (let time = 1; time <= 3; time++) await tries(time);
  expect(await screen.findByRole('heading', { name: 'Your workspace is not ready yet' })).toBeVisible();
  expect(screen.getByRole('alert')).toHaveTextContent('Making it takes longer than usual.');
  server.use(session(FOUNDER));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/onboarding'));
});

it('tells why the workspace cannot be made', async () => {
  ensured.mockImplementation(() => problem(503, 'SERVICE_UNAVAILABLE') as never);
  const { user } = await open();
  for (let time = 1; time <= 3; time++) await tries(time);
  expect(await screen.findByRole('alert')).toHaveTextContent('RaptorFlow is busy at the moment.');
  server.use(http.post('/api/v1/auth/logout', () => new HttpResponse(null, { status: 204 })));
  await user.click(screen.getByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(leaveAsNew).toHaveBeenCalledWith('/signin'));
});

it('leaves whose account is closed to the gates', async () => {
  server.use(session({ ...WITHOUT, account_state: 'suspended' }));
  const { router } = await open();
  await waitFor(() => expect(router.state.location.pathname).toBe('/onboarding'));
});
