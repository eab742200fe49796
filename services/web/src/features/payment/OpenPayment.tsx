import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { useSingle } from '@/hooks/use-single';
import { CancelDialog } from './CancelDialog';
import { Late } from './Late';
import { forget } from './memory';
import styles from './Payment.module.css';
import { PaymentView } from './PaymentView';
import { stateOf } from './state';
import { useCheckout } from './use-checkout';
import { useEntry } from './use-entry';
import { usePayment } from './use-payment';
import { REFUSALS } from './words';

type Props = {
  order: string;
  /** Begins a new payment for the same plan. */
  onAgain?: () => void;
};

/** An order that was opened: where it stands, and everything that can be done about it. */
export function OpenPayment({ order, onAgain }: Props) {
  const { session } = useAuth();
  const navigate = useNavigate();
  const payment = usePayment(order);
  const [asking, setAsking] = useState(false);
  const workspace = session?.workspace;
  const here = workspace?.workspace_id ?? '';
  const { checkout } = payment;
  const cycle = checkout?.billing_cycle;
  const state = stateOf(payment);
  const provider = useCheckout(here);
  const { late } = useEntry(state === 'completed');
  const mayPay = workspace?.role !== 'member';
  const open = state === 'pending' || state === 'timeout';

  const cancel = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/payments/v2/cancel/{merchant_order_id}', { params: { path: { merchant_order_id: order } } }),
      ),
    onSuccess: async () => {
      forget(here);
      await navigate({ to: '/onboarding/plans', search: { paymentStatus: 'cancelled', cycle } });
    },
    onError: () => payment.check(),
    onSettled: () => setAsking(false),
  });

  const giveUp = useSingle(() => cancel.mutateAsync());
  const refusal = cancel.error ?? provider.error;

  useEffect(() => {
    if (state === 'unknown') forget(here);
  }, [state, here]);

  const again = () => {
    forget(here);
    onAgain?.();
  };

  return (
    <PaymentView order={order} payment={payment}>
      {late ? <Late /> : null}
      {refusal ? <Notice kind="error">{explain(refusal, REFUSALS)}</Notice> : null}
      <div className={styles.row}>
        {open && mayPay && checkout ? (
          <Button
            kind="primary"
            pending={provider.busy && 'Opening PhonePe…'}
            onClick={() => provider.go({ plan: checkout.plan, cycle: checkout.billing_cycle })}
          >
            Go on to PhonePe
          </Button>
        ) : null}
        {(state === 'failed' || state === 'cancelled' || state === 'refunded') && onAgain && mayPay ? (
          <Button kind="primary" onClick={again}>
            Try again
          </Button>
        ) : null}
        {open || state === 'review' || state === 'processing' ? (
          <Button pending={payment.phase === 'asking' && 'Asking PhonePe…'} onClick={payment.check}>
            Check status
          </Button>
        ) : null}
        {state === 'completed' ? (
          <LinkButton kind="primary" to="/onboarding">
            Continue
          </LinkButton>
        ) : (
          <LinkButton to="/onboarding/plans" search={{ cycle }}>
            Change plan
          </LinkButton>
        )}
        {open && mayPay ? (
          <Button kind="danger" onClick={() => setAsking(true)}>
            Cancel payment
          </Button>
        ) : null}
      </div>
      {asking ? <CancelDialog busy={cancel.isPending} onCancel={giveUp} onClose={() => setAsking(false)} /> : null}
    </PaymentView>
  );
}
