import { useLocation } from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, problem, session } from '@/test/session';
import { ForgotPassword } from './ForgotPassword';
import { Reactivate } from './Reactivate';
import { ResetPassword } from './ResetPassword';
import { SignIn } from './SignIn';
import { VerifyEmail } from './VerifyEmail';

const inside = (page: ReactNode, path = '/') => draw(<AuthProvider>{page}</AuthProvider>, { path });
const Doors = () => (useLocation().pathname === '/forgot-password' ? <ForgotPassword /> : <SignIn />);
const ACCEPTED = () => HttpResponse.json({ accepted: true });

beforeEach(() => server.use(session(null)));

describe('links from mails', () => {
  it('asking for one never says whether an address has an account', async () => {
    server.use(http.post('/api/v1/auth/forgot-password', ACCEPTED));
    const user = userEvent.setup({ delay: null });
    await inside(<ForgotPassword />);
    await user.type(screen.getByRole('textbox', { name: 'Email address' }), 'nobody@example.com');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    expect(await screen.findByRole('status')).toHaveTextContent('If nobody@example.com has an account');
  });

  it('asking for one starts from the address that was tried', async () => {
    const user = userEvent.setup({ delay: null });
    await inside(<Doors />);
    await user.type(screen.getByRole('textbox', { name: 'Email address' }), 'asha@example.com');
    await user.click(screen.getByRole('link', { name: 'Forgot the password?' }));
    await screen.findByRole('heading', { name: 'Choose a new password' });
    expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveValue('asha@example.com');
  });

  it('a new password ends in signing in again', async () => {
    server.use(http.post('/api/v1/auth/reset-password', ACCEPTED));
    const user = userEvent.setup({ delay: null });
    await inside(<ResetPassword />, '/?token=abc');
    await user.type(screen.getByLabelText('New password'), 'brass lantern drum');
    await user.click(screen.getByRole('button', { name: 'Change the password' }));
    expect(await screen.findByRole('heading', { name: 'Your password is changed' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', '/signin');
  });

  it('a used link for a password offers a new one', async () => {
    server.use(http.post('/api/v1/auth/reset-password', () => problem(400, 'TOKEN_EXPIRED')));
    const user = userEvent.setup({ delay: null });
    await inside(<ResetPassword />, '/?token=abc');
    await user.type(screen.getByLabelText('New password'), 'brass lantern drum');
    await user.click(screen.getByRole('button', { name: 'Change the password' }));
    expect(await screen.findByRole('link', { name: 'Send a new link' })).toHaveAttribute('href', '/forgot-password');
  });

  it('a link without its token is told so', async () => {
    await inside(<ResetPassword />);
    expect(screen.getByText(/Part of its address is missing/)).toBeInTheDocument();
  });

  it('confirms an address once', async () => {
    let calls = 0;
    server.use(
      http.post('/api/v1/auth/verify-email', () => {
        calls += 1;
        return ACCEPTED();
      }),
    );
    await inside(<VerifyEmail />, '/?token=abc');
    expect(await screen.findByRole('heading', { name: 'Your address is confirmed' })).toBeInTheDocument();
    expect(calls).toBe(1);
  });

  it('a used confirmation can be sent anew by whoever is signed in', async () => {
    server.use(
      session(FOUNDER),
      http.post('/api/v1/auth/verify-email', () => problem(400, 'TOKEN_EXPIRED')),
      http.post('/api/v1/auth/verify-email/resend', ACCEPTED),
    );
    const user = userEvent.setup({ delay: null });
    await inside(<VerifyEmail />, '/?token=abc');
    await user.click(await screen.findByRole('button', { name: 'Send a new link' }));
    expect(await screen.findByRole('status')).toHaveTextContent('It is on its way.');
  });

  it('a deactivated account is taken back', async () => {
    server.use(
      session({ ...FOUNDER, account_state: 'deactivated', user: null, workspace: null }),
      http.post('/api/v1/auth/me/reactivate', () => HttpResponse.json({})),
    );
    const user = userEvent.setup({ delay: null });
    const { router } = await inside(<Reactivate />);
    await user.click(await screen.findByRole('button', { name: 'Take it back' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/onboarding'));
  });
});
