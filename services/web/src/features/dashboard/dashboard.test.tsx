import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import type { Bcm } from '@/hooks/useBcm';
import { founder, LEAN, manifestOf } from '@/test/bcm';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { Dashboard } from './Dashboard';
import { greeting, systemState } from './greeting';

const at = (hour: number) => new Date(2026, 10, 26, hour);

it.each([
  [4, 'Good night, Ananya'],
  [5, 'Good morning, Ananya'],
  [12, 'Good afternoon, Ananya'],
  [17, 'Good evening, Ananya'],
])('at %d o’clock it says %s', (hour, words) => expect(greeting('Ananya Krishnamurthy', at(hour))).toBe(words));

it('greets somebody without a name as well', () => expect(greeting(null, at(9))).toBe('Good morning'));

it('the worst thing known decides the state of the system', () => {
  const fresh = { standing: 'fresh', failure: null, building: false, unreachable: null } as Bcm;
  expect(systemState(fresh)?.word).toBe('Nominal');
  expect(systemState({ ...fresh, standing: 'stale' })?.word).toBe('Attention');
  expect(systemState({ ...fresh, failure: 'REBUILD_FAILED' })?.word).toBe('Critical');
  expect(systemState({ ...fresh, standing: 'expired' })?.word).toBe('Critical');
  expect(systemState({ ...fresh, standing: 'missing' })?.word).toBe('Critical');
  expect(systemState({ ...fresh, standing: undefined })).toBeUndefined();
});

it.each([
  ['owner', 'past_due', true],
  ['owner', 'active', false],
  ['member', 'past_due', false],
] as const)('tells the %s of a plan that is %s about an overdue payment: %s', async (role, status, told) => {
  const someone = founder(role);
  server.use(
    http.get('*/api/v1/context/manifest', () => HttpResponse.json(manifestOf())),
    http.get('*/api/v1/context/history', () => HttpResponse.json({ total_count: 0, versions: [] })),
    http.get('*/api/v1/session', () =>
      HttpResponse.json({ ...someone, subscription: { ...someone.subscription, status } }),
    ),
  );
  await draw(<Dashboard />);
  await screen.findByRole('heading', { name: /Ananya/ });
  expect(screen.queryByText('A payment is overdue') !== null).toBe(told);
});

it('shows of a lean context only what it says, and where the rest would come from', async () => {
  server.use(
    http.get('*/api/v1/context/manifest', () => HttpResponse.json(manifestOf({ manifest: LEAN }))),
    http.get('*/api/v1/context/history', () => HttpResponse.json({ total_count: 0, versions: [] })),
    http.get('*/api/v1/session', () => HttpResponse.json(founder())),
  );
  await draw(<Dashboard />);
  const customer = await screen.findByRole('region', { name: 'Primary customer' });
  expect(within(customer).getByRole('link', { name: 'step 16, Customer profiles' })).toHaveAttribute(
    'href',
    '/onboarding/session/step/16',
  );
  const goals = screen.getByRole('region', { name: 'Goals and figures' });
  expect(within(goals).getByRole('link', { name: 'step 22, Validation tasks' })).toBeVisible();
  expect(goals).not.toHaveTextContent('left out');
});
