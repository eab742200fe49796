import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { problem, session } from '@/test/session';
import { SignUp } from './SignUp';

function answerWith(answer: () => Response) {
  server.use(http.post('/api/v1/auth/signup', answer));
}

async function open() {
  const view = await draw(
    <AuthProvider>
      <SignUp />
    </AuthProvider>,
  );
  const user = userEvent.setup({ delay: null });
  const send = async (password: string) => {
    await user.type(screen.getByRole('textbox', { name: 'Email address' }), 'asha@example.com');
    await user.type(screen.getByLabelText('Password'), password);
    await user.click(screen.getByRole('button', { name: 'Create account' }));
  };
  return { ...view, user, send };
}

beforeEach(() => server.use(session(null)));

describe('signing up', () => {
  it('tells the rules of a password before they are broken', async () => {
    await open();
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/At least 12 characters/);
  });

  it('says how far a password is too short', async () => {
    const { send } = await open();
    await send('short one');
    expect(screen.getByLabelText('Password')).toHaveAccessibleDescription(/has 9 of at least 12 characters/);
    await waitFor(() => expect(screen.getByLabelText('Password')).toHaveFocus());
  });

  it('shows a known password at its field, and takes the mark away when another is written', async () => {
    answerWith(() =>
      problem(422, 'PASSWORD_COMPROMISED', {
        errors: [
          { pointer: '/password', code: 'PASSWORD_COMPROMISED', message: 'this password is known to attackers' },
        ],
      }),
    );
    const { send, user } = await open();
    await send('passwordpassword');
    const field = screen.getByLabelText('Password');
    await waitFor(() => expect(field).toHaveAccessibleDescription(/known to attackers/));
    await waitFor(() => expect(field).toHaveFocus());
    await user.type(field, 'x');
    expect(field).not.toHaveAttribute('aria-invalid');
  });

  it('leads somebody whose address is known to signing in', async () => {
    answerWith(() => problem(409, 'EMAIL_TAKEN'));
    const { send } = await open();
    await send('brass lantern drum');
    expect(await screen.findByRole('alert')).toHaveTextContent('This address already has an account.');
    expect(screen.getByRole('textbox', { name: 'Email address' })).toHaveAttribute('aria-invalid', 'true');
    expect(screen.getAllByRole('link', { name: 'Sign in' })).not.toHaveLength(0);
  });

  it('sends somebody to their mail where the address is confirmed first', async () => {
    answerWith(() =>
      HttpResponse.json({
        user_id: '01900000-0000-7000-8000-000000000001',
        workspace_id: null,
        identification_number: 'U100042',
        subscription_plan: null,
        subscription_status: 'none',
        expires_in: null,
        access_token: null,
        refresh_token: null,
        token_type: null,
      }),
    );
    const { send } = await open();
    await send('brass lantern drum');
    expect(await screen.findByRole('heading', { name: 'Confirm your email address' })).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('asha@example.com');
  });
});
