import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, problem, session } from '@/test/session';
import { SignIn } from './SignIn';

let tries: unknown[];

function login(answer: () => Response | Promise<Response>) {
  server.use(
    http.post('/api/v1/auth/login', async ({ request }) => {
      tries.push(await request.json());
      return answer();
    }),
  );
}

async function open(path = '/') {
  const view = await draw(
    <AuthProvider>
      <SignIn />
    </AuthProvider>,
    { path },
  );
  return { ...view, user: userEvent.setup({ delay: null }) };
}

async function fill(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByRole('textbox', { name: 'Email address' }), ' asha@example.com ');
  await user.type(screen.getByLabelText('Password'), 'brass lantern drum');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

beforeEach(() => {
  tries = [];
  server.use(session(null));
});

describe('signing in', () => {
  it('tells what is missing without asking the server, and leads to it', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    const email = screen.getByRole('textbox', { name: 'Email address' });
    expect(email).toHaveAccessibleDescription('Write your email address.');
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription('Write your password.');
    await waitFor(() => expect(email).toHaveFocus());
    expect(tries).toEqual([]);
  });

  it('goes to the page that was asked for', async () => {
    login(() => HttpResponse.json({ user_id: FOUNDER.user?.user_id, workspace_id: null, expires_in: 300 }));
    const { user, router } = await open('/?redirect=/settings/billing');
    server.use(
      session(FOUNDER),
      http.post('/api/v1/auth/ensure-profile', () => HttpResponse.json({})),
      http.get('/api/v1/auth/verify-profile', () => HttpResponse.json({})),
    );
    await fill(user);
    await waitFor(() => expect(router.state.location.pathname).toBe('/settings/billing'));
    expect(tries).toEqual([{ email: 'asha@example.com', password: 'brass lantern drum' }]);
  });

  it('does not say which of the two is wrong', async () => {
    login(() => problem(401, 'INVALID_CREDENTIALS'));
    const { user } = await open();
    await fill(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('The email address or the password is not right.');
  });

  it('says how long somebody has to wait', async () => {
    login(() => problem(429, 'RATE_LIMITED', {}, { 'retry-after': '840' }));
    const { user } = await open();
    await fill(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many tries. Try again in 14 minutes.');
  });

  it('says that the connection is broken', async () => {
    login(() => HttpResponse.error());
    const { user } = await open();
    await fill(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('We could not reach RaptorFlow.');
  });

  it.each([
    ['ACCOUNT_BANNED', '/account/banned'],
    ['ACCOUNT_SUSPENDED', '/account/suspended'],
    ['ACCOUNT_DEACTIVATED', '/account/reactivate'],
  ])('leads from %s to %s', async (code, place) => {
    login(() => problem(403, code));
    const { user, router } = await open();
    await fill(user);
    await waitFor(() => expect(router.state.location.pathname).toBe(place));
  });

  it('a double click signs in once', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    login(async () => {
      await held;
      return problem(401, 'INVALID_CREDENTIALS');
    });
    const { user } = await open();
    await user.type(screen.getByRole('textbox', { name: 'Email address' }), 'asha@example.com');
    await user.type(screen.getByLabelText('Password'), 'brass lantern drum');
    await user.dblClick(screen.getByRole('button', { name: 'Sign in' }));
    release();
    await screen.findByRole('alert');
    expect(tries).toHaveLength(1);
  });

  it('shows the password to whoever asks for it', async () => {
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'text');
    await user.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'password');
  });

  it('would not put the password into the address without scripts', async () => {
    const { container } = await open();
    expect(container.querySelector('form')).toHaveAttribute('method', 'post');
  });
});
