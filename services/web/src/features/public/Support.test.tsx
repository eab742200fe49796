import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { session } from '@/test/session';
import { Support } from './Support';

const open = () =>
  draw(
    <AuthProvider>
      <Support />
    </AuthProvider>,
  );

beforeEach(() => server.use(session(null)));
afterEach(() => vi.unstubAllEnvs());

it('names the address that the build was given', async () => {
  vi.stubEnv('VITE_SUPPORT_EMAIL', 'help@katori.example');
  await open();
  expect(screen.getByRole('link', { name: 'help@katori.example' })).toHaveAttribute(
    'href',
    'mailto:help@katori.example',
  );
});

it.each(['', 'javascript:alert(1)', 'help@x.example?bcc=y@z.example'])(
  'promises no way of its own where none is set up: %s',
  async (address) => {
    vi.stubEnv('VITE_SUPPORT_EMAIL', address);
    await open();
    expect(screen.getByText(/names no address for support/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /@/ })).not.toBeInTheDocument();
  },
);
