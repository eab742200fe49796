import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { LinkButton } from '@/components/ui/Button';
import { GoOn } from './GoOn';
import { forget } from './memory';
import { PaymentView } from './PaymentView';
import { isEnded, type PaymentState, stateOf } from './state';
import { useCheckout } from './use-checkout';
import { usePayment } from './use-payment';

const PAUSE = 3000;
/** Where a payment that comes to nothing leads, and after what time. */
const AWAY: Partial<Record<PaymentState, { paymentStatus: string; after: number }>> = {
  failed: { paymentStatus: 'failed', after: PAUSE },
  cancelled: { paymentStatus: 'cancelled', after: PAUSE },
  timeout: { paymentStatus: 'pending', after: 0 },
};

/** Back from the provider: follows the order until it is decided, then goes on by itself. */
export function Returned({ order }: { order: string }) {
  const payment = usePayment(order);
  const navigate = useNavigate();
  const { session } = useAuth();
  const state = stateOf(payment);
  const ended = isEnded(state);
  const workspace = session?.workspace?.workspace_id;
  const { checkout } = payment;
  const plan = checkout?.plan;
  const cycle = checkout?.billing_cycle;
  const provider = useCheckout(workspace ?? '');
  const mayPay = session?.workspace?.role !== 'member';

  useEffect(() => {
    if (workspace && ended) forget(workspace);
  }, [workspace, ended]);

  useEffect(() => {
    const away = AWAY[state];
    if (!away) return;
    const { paymentStatus, after } = away;
    const timer = setTimeout(() => {
      void navigate({ to: '/onboarding/plans', search: { paymentStatus, cycle }, replace: true });
    }, after);
    return () => clearTimeout(timer);
  }, [state, cycle, navigate]);

  const first =
    state === 'pending' && mayPay && checkout ? (
      <GoOn checkout={checkout} provider={provider} />
    ) : ended && mayPay ? (
      <LinkButton kind="primary" to="/onboarding/payment" search={{ plan, cycle }}>
        Try again
      </LinkButton>
    ) : null;

  return (
    <PaymentView order={order} payment={payment} refusal={provider.error} first={first}>
      {state === 'pending' ? (
        <LinkButton to="/onboarding/payment" search={{ merchantOrderId: order }}>
          {mayPay ? 'Change plan or cancel' : 'See the payment'}
        </LinkButton>
      ) : null}
      {ended || state === 'unknown' ? (
        <LinkButton to="/onboarding/plans" search={{ cycle }}>
          See the plans
        </LinkButton>
      ) : null}
    </PaymentView>
  );
}
