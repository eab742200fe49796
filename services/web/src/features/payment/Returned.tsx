import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Late } from './Late';
import { forget } from './memory';
import styles from './Payment.module.css';
import { PaymentView } from './PaymentView';
import { type PaymentState, stateOf } from './state';
import { useEntry } from './use-entry';
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
  const ended = state === 'failed' || state === 'cancelled' || state === 'refunded';
  const workspace = session?.workspace?.workspace_id;
  const plan = payment.checkout?.plan;
  const cycle = payment.checkout?.billing_cycle;
  const mayPay = session?.workspace?.role !== 'member';
  const { late } = useEntry(state === 'completed');

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

  const open = state === 'pending' || state === 'processing' || state === 'review';
  return (
    <PaymentView order={order} payment={payment}>
      {late ? <Late /> : null}
      <div className={styles.row}>
        {open ? (
          <Button pending={payment.phase === 'asking' && 'Asking PhonePe…'} onClick={payment.check}>
            Check status
          </Button>
        ) : null}
        {state === 'completed' ? (
          <LinkButton kind="primary" to="/onboarding">
            Continue
          </LinkButton>
        ) : null}
        {state === 'pending' ? (
          <LinkButton to="/onboarding/payment" search={{ merchantOrderId: order }}>
            Back to the payment
          </LinkButton>
        ) : null}
        {state === 'review' ? <LinkButton to="/support">Support</LinkButton> : null}
        {ended && mayPay ? (
          <LinkButton kind="primary" to="/onboarding/payment" search={{ plan, cycle }}>
            Try again
          </LinkButton>
        ) : null}
        {ended || state === 'unknown' ? (
          <LinkButton to="/onboarding/plans" search={{ cycle }}>
            See the plans
          </LinkButton>
        ) : null}
      </div>
    </PaymentView>
  );
}
