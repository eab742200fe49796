import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Transaction } from '@/api/billing';
import type { Checkout, Plan } from '@/api/payments';
import { type SignedIn, sessionQuery } from '@/api/session';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { leaveFor } from '@/lib/leave';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { FOUNDER, problem, session } from '@/test/session';
import { Payment } from './Payment';
import { PaymentStatus } from './PaymentStatus';
import { Plans } from './Plans';

vi.mock('@/lib/leave', () => ({ leaveFor: vi.fn() }));

const ORDER = 'ORD20261126120000ABCDEF';
const WORKSPACE = FOUNDER.workspace;
if (!WORKSPACE) throw new Error('the founder has a workspace');

const plan = (code: Plan['code'], name: string, rank: number, monthly: number): Plan => ({
  code,
  name,
  rank,
  popular: rank === 2,
  currency: 'INR',
  monthly_paise: monthly,
  yearly_paise: monthly * 10,
  features: [`${rank} moves a week`],
  limits: WORKSPACE.limits,
});
const PLANS = [
  plan('ascent', 'Ascent', 1, 500_000),
  plan('glide', 'Glide', 2, 700_000),
  plan('soar', 'Soar', 3, 1_000_000),
];

const CHECKOUT: Checkout = {
  merchant_order_id: ORDER,
  status: 'pending',
  plan: 'glide',
  billing_cycle: 'monthly',
  purpose: 'new',
  amount_paise: 700_000,
  transaction_id: '01900000-0000-7000-8000-000000000003',
  phonepe_transaction_id: null,
  failure_code: null,
  expires_at: new Date(Date.now() + 1_800_000).toISOString(),
  next_poll_ms: 3000,
  review: false,
  subscription: null,
};

const initiated = (reused: boolean) => ({
  merchant_order_id: ORDER,
  payment_url: 'https://pay.example/1',
  checkout_url: 'https://pay.example/1',
  expires_at: CHECKOUT.expires_at,
  amount_paise: 700_000,
  status: 'pending',
  transaction_id: CHECKOUT.transaction_id,
  reused,
});

const paid: SignedIn = {
  ...FOUNDER,
  subscription: { is_trial: false, needs_payment: false, plan: 'glide', status: 'active' },
};
const member: SignedIn = { ...FOUNDER, workspace: { ...WORKSPACE, role: 'member' } };

async function open(page: ReactNode, path = '/') {
  const view = await draw(<AuthProvider>{page}</AuthProvider>, { path });
  return { ...view, user: userEvent.setup({ delay: null }) };
}

/** The answer to every question about the order. */
function stands(checkout: Partial<Checkout>) {
  const answer = () => HttpResponse.json({ ...CHECKOUT, ...checkout });
  server.use(http.post('/api/payments/v2/verify/:order', answer), http.get('/api/payments/v2/status/:order', answer));
}

/** Time passes only as `pass` says; waiting for what is drawn takes none. */
function stopTime() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  // By this name Testing Library knows of a stopped clock, and does not wait for it.
  vi.stubGlobal('jest', { advanceTimersByTime: () => vi.advanceTimersByTime(0) });
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** The newest payments of the workspace. */
function pays(...transactions: Partial<Transaction>[]) {
  return http.get('/api/v1/auth/me/billing', () => HttpResponse.json({ transactions, next_cursor: null }));
}

beforeEach(() => {
  vi.mocked(leaveFor).mockReset();
  server.use(
    session(FOUNDER),
    http.get('/api/payments/v2/plans', () => HttpResponse.json({ plans: PLANS })),
    pays(),
  );
});

describe('the plans', () => {
  it('are priced by the month or by the year, with Indian grouping', async () => {
    const { user } = await open(<Plans />);
    const soar = await screen.findByRole('article', { name: 'Soar' });
    expect(soar).toHaveTextContent('₹10,000 a month');
    await user.click(screen.getByRole('radio', { name: /Yearly/ }));
    expect(soar).toHaveTextContent('₹1,00,000 a year');
    expect(screen.getByRole('link', { name: 'Choose Soar' })).toHaveAttribute(
      'href',
      '/onboarding/payment?plan=soar&cycle=yearly',
    );
  });

  it.each([
    ['failed', 'The payment did not go through'],
    ['cancelled', 'The payment was cancelled'],
    ['expired', 'The subscription has ended'],
    ['suspended', 'The subscription is on hold'],
  ])('say as an error why somebody is back: %s', async (status, words) => {
    await open(<Plans />, `/?paymentStatus=${status}`);
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });

  it('say as a remark that a payment is pending', async () => {
    await open(<Plans />, '/?paymentStatus=pending');
    expect(await screen.findByRole('status')).toHaveTextContent('The payment is not confirmed yet');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('keep the choice of months or years in the address', async () => {
    const { user, router } = await open(<Plans />, '/?paymentStatus=failed&cycle=yearly');
    expect(await screen.findByRole('radio', { name: /Yearly/ })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Monthly' }));
    await waitFor(() => expect(router.state.location.search).toEqual({ paymentStatus: 'failed', cycle: 'monthly' }));
  });

  it('lead to a payment that another tab left open', async () => {
    server.use(
      pays(
        {
          merchant_order_id: ORDER,
          status: 'pending',
          plan: 'glide',
          billing_cycle: 'yearly',
          amount_paise: 7_000_000,
        },
        { merchant_order_id: 'ORD2', status: 'failed', plan: 'soar', billing_cycle: 'monthly', amount_paise: 1 },
      ),
    );
    await open(<Plans />);
    expect(await screen.findByRole('status')).toHaveTextContent('Glide, yearly, ₹70,000.');
    expect(screen.getByRole('link', { name: 'Go on with this payment' })).toHaveAttribute(
      'href',
      `/onboarding/payment?merchantOrderId=${ORDER}`,
    );
  });

  it('tell a member who can pay, in place of buttons', async () => {
    server.use(session(member));
    await open(<Plans />);
    expect(await screen.findByText('The owner or an admin pays')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('link', { name: /Choose/ })).not.toBeInTheDocument());
  });

  it('ask nothing of somebody who has paid', async () => {
    server.use(session(paid));
    await open(<Plans />);
    expect(await screen.findByText('Your subscription is active')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /Choose/ })).not.toBeInTheDocument();
  });
});

describe('paying', () => {
  it('opens one checkout with one key, however often it takes', async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post('/api/payments/v2/initiate', async ({ request }) => {
        keys.push(request.headers.get('idempotency-key'));
        expect(await request.json()).toEqual({ plan: 'glide', billing_cycle: 'monthly' });
        if (keys.length === 1) return HttpResponse.error();
        return HttpResponse.json(initiated(false));
      }),
    );
    const { user } = await open(<Payment />, '/?plan=glide&cycle=monthly');
    await user.click(await screen.findByRole('button', { name: 'Pay with PhonePe' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://pay.example/1'));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(screen.getByRole('button', { name: 'Opening PhonePe…' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('by somebody who is signed out by now leads to the gates', async () => {
    let asked = 0;
    server.use(
      http.post('/api/payments/v2/initiate', () => problem(401, 'UNAUTHENTICATED')),
      http.post('/api/v1/auth/refresh', () => problem(401, 'UNAUTHENTICATED')),
      http.get('/api/v1/session', () => {
        asked += 1;
        return HttpResponse.json(FOUNDER);
      }),
    );
    const { user } = await open(<Payment />, '/?plan=glide&cycle=monthly');
    await user.click(await screen.findByRole('button', { name: 'Pay with PhonePe' }));
    await waitFor(() => expect(asked).toBe(2));
  });

  it('says that the workspace has a subscription already', async () => {
    server.use(http.post('/api/payments/v2/initiate', () => problem(409, 'ALREADY_SUBSCRIBED')));
    const { user } = await open(<Payment />, '/?plan=glide&cycle=monthly');
    await user.click(await screen.findByRole('button', { name: 'Pay with PhonePe' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('A renewal opens 7 days before its period ends');
  });

  it('goes on with an order of another tab, whose address it asks for', async () => {
    stands({});
    server.use(
      http.post('/api/payments/v2/initiate', async ({ request }) => {
        expect(await request.json()).toEqual({ plan: 'glide', billing_cycle: 'monthly' });
        return HttpResponse.json(initiated(true));
      }),
    );
    const { user } = await open(<Payment />, `/?merchantOrderId=${ORDER}`);
    await user.click(await screen.findByRole('button', { name: 'Go on to PhonePe' }));
    await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://pay.example/1'));
  });

  it('asks before it cancels, and tells the plans', async () => {
    stands({});
    server.use(
      http.post('/api/payments/v2/cancel/:order', () => HttpResponse.json({ ...CHECKOUT, status: 'cancelled' })),
    );
    const { user, router } = await open(<Payment />, `/?merchantOrderId=${ORDER}`);
    await user.click(await screen.findByRole('button', { name: 'Cancel payment' }));
    const dialog = screen.getByRole('dialog', { name: 'Cancel this payment?' });
    const buttons = [...dialog.querySelectorAll('button')];
    await user.click(buttons.at(-1) ?? dialog);
    await waitFor(() =>
      expect(router.state.location.href).toBe('/onboarding/plans?paymentStatus=cancelled&cycle=monthly'),
    );
  });
});

describe('coming back from the provider', () => {
  it('without an order number it says so', async () => {
    await open(<PaymentStatus />);
    expect(screen.getByRole('heading', { name: 'No payment is named' })).toBeInTheDocument();
  });

  it('completed waits for the session to say so, and goes on 2 s later', async () => {
    stopTime();
    stands({ status: 'completed' });
    const { router, queries } = await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    expect(await screen.findByRole('heading', { name: 'The payment is received' })).toBeInTheDocument();
    await pass(10_000);
    expect(router.state.location.pathname).toBe('/');
    server.use(session(paid));
    await act(() => queries.refetchQueries(sessionQuery));
    await pass(1999);
    expect(router.state.location.pathname).toBe('/');
    await pass(1);
    expect(router.state.location.pathname).toBe('/onboarding');
  });

  it('failed says why and returns to the plans after 3 s', async () => {
    stopTime();
    stands({ status: 'failed', failure_code: 'INSUFFICIENT_BALANCE' });
    const { router } = await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    expect(await screen.findByText(/did not have enough balance/, { selector: 'div' })).toBeInTheDocument();
    await pass(2999);
    expect(router.state.location.pathname).toBe('/');
    await pass(1);
    expect(router.state.location.href).toBe('/onboarding/plans?paymentStatus=failed&cycle=monthly');
  });

  it('a payment under review is told honestly and nobody is asked to pay again', async () => {
    stands({ review: true });
    await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    expect(await screen.findByRole('heading', { name: 'This payment is being looked at' })).toBeInTheDocument();
    expect(screen.getByRole('status')).toHaveTextContent('Please do not pay again.');
    expect(screen.queryByRole('link', { name: /plan/i })).not.toBeInTheDocument();
  });

  it('somebody else’s order is not found', async () => {
    server.use(http.post('/api/payments/v2/verify/:order', () => problem(404, 'TRANSACTION_NOT_FOUND')));
    await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    expect(await screen.findByRole('heading', { name: 'There is no such payment here' })).toBeInTheDocument();
  });

  it('of somebody who is signed out by now is not called unknown: the session is asked for again', async () => {
    let asked = 0;
    server.use(
      http.post('/api/payments/v2/verify/:order', () => problem(401, 'UNAUTHENTICATED')),
      http.post('/api/v1/auth/refresh', () => problem(401, 'UNAUTHENTICATED')),
      http.get('/api/v1/session', () => {
        asked += 1;
        return HttpResponse.json(FOUNDER);
      }),
    );
    await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    await waitFor(() => expect(asked).toBe(2));
    expect(screen.getByRole('heading', { name: 'Asking PhonePe about the payment' })).toBeInTheDocument();
  });

  it.each([
    [{ status: 'refunded' }, 'Refunded'],
    [{ review: true }, 'Being looked at'],
  ] as const)('is never to pay once it was paid: %o', async (checkout, stamp) => {
    stands(checkout);
    await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    expect(await screen.findByText(stamp)).toBeInTheDocument();
    expect(screen.queryByText('To pay')).not.toBeInTheDocument();
  });

  it('asks the provider first and reads plain answers afterwards', async () => {
    const asked: string[] = [];
    server.use(
      http.post('/api/payments/v2/verify/:order', () => {
        asked.push('verify');
        return HttpResponse.json({ ...CHECKOUT, next_poll_ms: 0 });
      }),
      http.get('/api/payments/v2/status/:order', () => {
        asked.push('status');
        return HttpResponse.json({ ...CHECKOUT, status: 'cancelled' });
      }),
    );
    await open(<PaymentStatus />, `/?merchantOrderId=${ORDER}`);
    await screen.findByRole('heading', { name: 'The payment is not confirmed yet' });
    expect(screen.getByRole('button', { name: 'Go on to PhonePe' })).toBeEnabled();
    act(() => {
      window.dispatchEvent(new Event('focus'));
    });
    expect(await screen.findByRole('heading', { name: 'The payment was cancelled' })).toBeInTheDocument();
    expect(asked).toEqual(['verify', 'status']);
  });
});
