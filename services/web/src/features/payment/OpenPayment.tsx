import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { answer, api } from '@/api/client';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { useSingle } from '@/hooks/use-single';
import { CancelDialog } from './CancelDialog';
import { GoOn } from './GoOn';
import { forget } from './memory';
import { PaymentView } from './PaymentView';
import { isEnded, stateOf } from './state';
import { useCheckout } from './use-checkout';
import { usePayment } from './use-payment';

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

  useEffect(() => {
    if (state === 'unknown') forget(here);
  }, [state, here]);

  const again = () => {
    forget(here);
    onAgain?.();
  };

  const first =
    open && mayPay && checkout ? (
      <GoOn checkout={checkout} provider={provider} />
    ) : isEnded(state) && onAgain && mayPay ? (
      <Button kind="primary" onClick={again}>
        Try again
      </Button>
    ) : null;

  return (
    <PaymentView order={order} payment={payment} refusal={cancel.error ?? provider.error} first={first}>
      {state === 'completed' || state === 'review' ? null : (
        <LinkButton to="/onboarding/plans" search={{ cycle }}>
          Change plan
        </LinkButton>
      )}
      {open && mayPay ? (
        <Button kind="danger" onClick={() => setAsking(true)}>
          Cancel payment
        </Button>
      ) : null}
      {asking ? <CancelDialog busy={cancel.isPending} onCancel={giveUp} onClose={() => setAsking(false)} /> : null}
    </PaymentView>
  );
}
