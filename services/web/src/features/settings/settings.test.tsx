import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { finalizeKey } from '@/lib/finalize-key';
import { founder } from '@/test/bcm';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { Appearance } from './Appearance';
import { ChangePassword } from './ChangePassword';
import { DeleteAccount } from './DeleteAccount';
import { Profile } from './Profile';
import { ResetOnboarding } from './ResetOnboarding';
import { Workspace } from './Workspace';

const problem = (status: number, code: string, errors: object[] = []) =>
  HttpResponse.json({ type: 'x', title: 'x', status, code, detail: 'not right', errors }, { status });

beforeEach(() => server.use(http.get('*/api/v1/session', () => HttpResponse.json(founder()))));

describe('the profile', () => {
  it('refuses an empty name before it is sent and takes the focus there', async () => {
    await draw(<Profile />);
    const name = await screen.findByLabelText('Name');
    await userEvent.clear(name);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(name).toHaveAccessibleDescription('Write your name.');
    expect(name).toHaveFocus();
  });

  it("ties the server's complaint to its field", async () => {
    server.use(
      http.put('*/api/v1/auth/me', () =>
        problem(422, 'VALIDATION_ERROR', [{ pointer: '/bio', code: 'X', message: 'must not hold control characters' }]),
      ),
    );
    await draw(<Profile />);
    await userEvent.type(await screen.findByLabelText(/^Bio/), 'Hello');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(screen.getByLabelText(/^Bio/)).toHaveAccessibleDescription('Must not hold control characters.'),
    );
  });

  it('saves and says so', async () => {
    const sent: unknown[] = [];
    server.use(
      http.put('*/api/v1/auth/me', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({});
      }),
    );
    await draw(<Profile />);
    await userEvent.type(await screen.findByLabelText(/^Bio/), 'Cooks numbers.');
    await userEvent.selectOptions(screen.getByLabelText('Time zone'), 'UTC');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved')).toBeVisible();
    expect(sent).toEqual([{ full_name: 'Ananya Krishnamurthy', bio: 'Cooks numbers.', time_zone: 'UTC' }]);
  });

  it('sends the link for an address that is not verified again', async () => {
    server.use(http.post('*/api/v1/auth/verify-email/resend', () => HttpResponse.json({ accepted: true })));
    await draw(<Profile />);
    await userEvent.click(await screen.findByRole('button', { name: 'Send the link again' }));
    expect(await screen.findByText(/A link is on its way to ananya@example\.com/)).toBeVisible();
  });
});

describe('the password', () => {
  async function change(current: string, next: string) {
    await draw(<ChangePassword />);
    if (current) await userEvent.type(screen.getByLabelText('Current password'), current);
    if (next) await userEvent.type(screen.getByLabelText('New password'), next);
    await userEvent.click(screen.getByRole('button', { name: 'Change the password' }));
  }

  it('has to be long enough', async () => {
    await change('the old one', 'short');
    expect(screen.getByLabelText('New password')).toHaveAccessibleDescription(/has 5 of at least 12 characters\./);
    expect(screen.getByLabelText('New password')).toHaveFocus();
  });

  it('is asked for once when the current one is wrong, and the session is not renewed for it', async () => {
    let calls = 0;
    server.use(
      http.post('*/api/v1/auth/change-password', () => {
        calls += 1;
        return problem(401, 'INVALID_CREDENTIALS');
      }),
    );
    await change('not the old one', 'a good long pass phrase');
    await waitFor(() =>
      expect(screen.getByLabelText('Current password')).toHaveAccessibleDescription('This is not your password.'),
    );
    expect(calls).toBe(1);
  });

  it('that is too common is told at its field', async () => {
    server.use(
      http.post('*/api/v1/auth/change-password', () =>
        problem(422, 'PASSWORD_COMPROMISED', [{ pointer: '/new', code: 'X', message: 'is too common' }]),
      ),
    );
    await change('the old one', 'password1234');
    await waitFor(() => expect(screen.getByLabelText('New password')).toHaveAccessibleDescription(/Is too common\./));
  });
});

describe('what cannot be taken back', () => {
  it('a workspace is deleted only with its short name typed', async () => {
    const sent: unknown[] = [];
    server.use(
      http.delete('*/api/v1/auth/workspaces/:id', async ({ request }) => {
        sent.push(await request.json());
        return problem(409, 'CONFLICT');
      }),
    );
    await draw(
      <AuthProvider>
        <Workspace />
      </AuthProvider>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Delete the workspace' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete this workspace?' });
    const confirm = () =>
      userEvent.click(screen.getAllByRole('button', { name: 'Delete the workspace' }).at(-1) ?? dialog);
    await confirm();
    const field = screen.getByLabelText(/Type katori-e5d2e877 to confirm/);
    expect(field).toHaveAccessibleDescription('This is not what stands above.');
    expect(sent).toEqual([]);
    await userEvent.type(field, 'katori-e5d2e877');
    await confirm();
    await waitFor(() => expect(sent).toEqual([{ confirmation: 'katori-e5d2e877' }]));
  });

  it('an account is deleted only with the words and the right password', async () => {
    server.use(http.delete('*/api/v1/auth/me', () => problem(401, 'INVALID_CREDENTIALS')));
    await draw(
      <AuthProvider>
        <DeleteAccount />
      </AuthProvider>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Delete the account' }));
    await userEvent.type(screen.getByLabelText(/Type delete my account to confirm/), 'delete my account');
    await userEvent.type(screen.getByLabelText('Password'), 'not this one');
    await userEvent.click(screen.getAllByRole('button', { name: 'Delete the account' }).at(-1) ?? document.body);
    await waitFor(() =>
      expect(screen.getByLabelText('Password')).toHaveAccessibleDescription('This is not your password.'),
    );
  });
});

it('starting again gives up what was begun before: the key of its finalize and the words that were not sent', async () => {
  const sid = '01a219cb-19ce-705c-a6b0-68df5be37368';
  const kept = finalizeKey(sid);
  localStorage.setItem(`rf:draft:${sid}:5:gone`, '{}');
  server.use(
    http.get('*/api/v1/onboarding/status', () => HttpResponse.json({ session_id: sid })),
    http.post('*/api/v1/onboarding/:sid/reset', () => HttpResponse.json({ session_id: sid, current_step: 1 })),
  );
  const { queries } = await draw(<ResetOnboarding />);
  await userEvent.click(await screen.findByRole('button', { name: 'Start onboarding again' }));
  await userEvent.type(screen.getByLabelText(/Type start again to confirm/), 'start again');
  await userEvent.click(screen.getByRole('button', { name: 'Start again' }));
  await waitFor(() => expect(queries.getQueryData(['onboarding', 'current'])).toMatchObject({ current_step: 1 }));
  expect(finalizeKey(sid)).not.toBe(kept);
  expect(localStorage).toHaveLength(0);
});

it('a member reads the workspace and changes nothing', async () => {
  server.use(http.get('*/api/v1/session', () => HttpResponse.json(founder('member'))));
  await draw(<Workspace />);
  expect(await screen.findByText('Only an owner or an admin can change these.')).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});

it('a chosen theme holds on this device until the system decides again', async () => {
  await draw(<Appearance />);
  await userEvent.click(screen.getByRole('radio', { name: /^Dark/ }));
  expect(localStorage.getItem('rf:theme')).toBe('dark');
  expect(document.documentElement.dataset.theme).toBe('dark');
  await userEvent.click(screen.getByRole('radio', { name: /^System/ }));
  expect(localStorage.getItem('rf:theme')).toBeNull();
  expect(document.documentElement.dataset.theme).toBeUndefined();
});
