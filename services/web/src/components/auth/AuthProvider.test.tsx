import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { beforeLeaving } from '@/lib/autosave/unsent';
import { leaveAsNew } from '@/lib/leave';
import { useBcmStore } from '@/stores/bcmStore';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, problem, session } from '@/test/session';
import { AuthProvider, useAuth } from './AuthProvider';

vi.mock('@/lib/leave', () => ({ leaveAsNew: vi.fn() }));

function Doors() {
  const { signOut, signedIn } = useAuth();
  return (
    <>
      <button type="button" onClick={() => void signOut().catch(() => undefined)}>
        Out
      </button>
      <button type="button" onClick={() => void signedIn()}>
        In
      </button>
    </>
  );
}

async function open() {
  await draw(
    <AuthProvider>
      <Doors />
    </AuthProvider>,
  );
  return userEvent.setup({ delay: null });
}

let calls: string[];

beforeEach(() => {
  vi.mocked(leaveAsNew).mockClear();
  calls = [];
  // Locks of the browser, which the test's has not.
  Object.defineProperty(navigator, 'locks', {
    configurable: true,
    value: { request: (_: string, run: () => unknown) => run(), query: async () => ({ held: [] }) },
  });
  server.use(
    session(FOUNDER),
    http.post('/api/v1/auth/logout', () => {
      calls.push('logout');
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

const refresh = (answer: () => Response) =>
  server.use(
    http.post('/api/v1/auth/refresh', () => {
      calls.push('refresh');
      return answer();
    }),
  );

describe('signing out', () => {
  it('sends what is unsent first', async () => {
    const forget = beforeLeaving(async () => void calls.push('save'));
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Out' }));
    await waitFor(() => expect(leaveAsNew).toHaveBeenCalledWith('/signin'));
    forget();
    expect(calls).toEqual(['save', 'logout']);
  });

  it('renews a token that has run out instead of failing', async () => {
    let fresh = false;
    refresh(() => {
      fresh = true;
      return HttpResponse.json({});
    });
    server.use(
      http.post('/api/v1/auth/logout', () =>
        fresh ? new HttpResponse(null, { status: 204 }) : problem(401, 'UNAUTHENTICATED'),
      ),
    );
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Out' }));
    await waitFor(() => expect(leaveAsNew).toHaveBeenCalled());
    expect(calls).toEqual(['refresh']);
  });

  it('clears this device when the session is over already', async () => {
    refresh(() => problem(401, 'UNAUTHENTICATED'));
    server.use(http.post('/api/v1/auth/logout', () => problem(401, 'UNAUTHENTICATED')));
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Out' }));
    await waitFor(() => expect(leaveAsNew).toHaveBeenCalled());
  });

  it('does not pretend when nobody knows whether the session is over', async () => {
    refresh(() => HttpResponse.error() as Response);
    server.use(http.post('/api/v1/auth/logout', () => problem(401, 'UNAUTHENTICATED')));
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Out' }));
    await waitFor(() => expect(calls.length).toBeGreaterThan(1));
    expect(leaveAsNew).not.toHaveBeenCalled();
  });
});

it('signing in forgets the state that another account left in this tab', async () => {
  server.use(
    http.post('/api/v1/auth/ensure-profile', () => HttpResponse.json({})),
    http.get('/api/v1/auth/verify-profile', () => HttpResponse.json({})),
  );
  useBcmStore.getState().ask(true);
  const user = await open();
  await user.click(screen.getByRole('button', { name: 'In' }));
  await waitFor(() => expect(useBcmStore.getState().asking).toBe(false));
});
