import { useQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { devicesQuery } from '@/api/devices';
import { sessionQuery } from '@/api/session';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { Profile } from '@/features/settings/Profile';
import { useBcmSync } from '@/hooks/useBcmSync';
import { founder } from '@/test/bcm';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { problem, session } from '@/test/session';
import { SessionEnd } from './SessionEnd';

let over: boolean;
const mayAsk = (answer: object) => () => (over ? problem(401, 'UNAUTHENTICATED') : HttpResponse.json(answer));

beforeEach(() => {
  over = true;
  Object.defineProperty(navigator, 'locks', {
    configurable: true,
    value: { request: (_: string, run: () => unknown) => run(), query: async () => ({ held: [] }) },
  });
  server.use(
    session(founder()),
    http.post('/api/v1/auth/refresh', () => problem(401, 'UNAUTHENTICATED')),
    http.put('/api/v1/auth/me', mayAsk({})),
    http.get('/api/v1/auth/sessions', mayAsk({ sessions: [] })),
    http.post('/api/v1/auth/login', () => {
      over = false;
      return HttpResponse.json({});
    }),
  );
});

function Context() {
  useBcmSync();
  return null;
}

function DeviceCount() {
  const { data } = useQuery(devicesQuery);
  return data ? <p>{data.length} devices</p> : null;
}

const signInAgain = async (user: ReturnType<typeof userEvent.setup>) => {
  await user.type(await screen.findByLabelText('Password'), 'brass lantern drum');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
};

describe('a session that ends behind a page', () => {
  it('is signed in again over a form, and what was written is saved then', async () => {
    const user = userEvent.setup({ delay: null });
    await draw(
      <AuthProvider>
        <Profile />
        <SessionEnd />
      </AuthProvider>,
      { path: '/settings?from=help' },
    );
    const bio = await screen.findByLabelText(/^Bio/);
    await user.type(bio, 'Cooks numbers.');
    // Signed out for whoever asks, the page's own questions included.
    server.use(session(null));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in again' })).toHaveTextContent('ananya@example.com');
    server.use(session(founder()));
    await signInAgain(user);
    expect(bio).toHaveValue('Cooks numbers.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved')).toBeVisible();
  });

  it('is noticed by what a page asks for, which is asked for again afterwards', async () => {
    const user = userEvent.setup({ delay: null });
    await draw(
      <AuthProvider>
        <SessionEnd />
        <DeviceCount />
      </AuthProvider>,
    );
    await signInAgain(user);
    expect(await screen.findByText('0 devices')).toBeInTheDocument();
  });

  it('does not lead away from a page whose context is refused for it', async () => {
    server.use(http.get('/api/v1/context/manifest', () => problem(401, 'UNAUTHENTICATED')));
    const { router } = await draw(
      <AuthProvider>
        <Context />
        <SessionEnd />
      </AuthProvider>,
    );
    const left = vi.spyOn(router, 'invalidate');
    expect(await screen.findByRole('dialog', { name: 'Sign in again' })).toBeInTheDocument();
    expect(left).not.toHaveBeenCalled();
  });

  it('is noticed when the session is read again, and takes nothing away that was written', async () => {
    const user = userEvent.setup({ delay: null });
    const { queries } = await draw(
      <AuthProvider>
        <Profile />
        <SessionEnd />
      </AuthProvider>,
    );
    await user.type(await screen.findByLabelText(/^Bio/), 'Hello');
    server.use(session(null));
    await queries.invalidateQueries(sessionQuery);
    expect(await screen.findByRole('dialog', { name: 'Sign in again' })).toBeInTheDocument();
    expect(screen.getByLabelText(/^Bio/)).toHaveValue('Hello');
  });

  it('is no end when only a password was wrong', async () => {
    server.use(http.put('/api/v1/auth/me', () => problem(401, 'INVALID_CREDENTIALS')));
    const user = userEvent.setup({ delay: null });
    await draw(
      <AuthProvider>
        <Profile />
        <SessionEnd />
      </AuthProvider>,
    );
    await user.type(await screen.findByLabelText(/^Bio/), 'Hello');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});
