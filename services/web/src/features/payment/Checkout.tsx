import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api, type Schemas } from '@/api/client';
import type { Cycle, Plan } from '@/api/payments';
import { explain } from '@/api/problem';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { useSingle } from '@/hooks/use-single';
import { leaveFor } from '@/lib/leave';
import { price } from '@/lib/plans';
import { opened, openOrder, wish } from './memory';
import { Order } from './Order';
import styles from './Payment.module.css';
import { PaymentFrame } from './PaymentFrame';
import { REFUSALS } from './words';

type Props = {
  plan: Plan;
  cycle: Cycle;
  workspace: Schemas['WorkspaceView'];
  /** The founder came back to this page from the provider's. */
  onBack(order: string): void;
};

/** Before the payment: what will be paid, and the way to the provider. */
export function Checkout({ plan, cycle, workspace, onBack }: Props) {
  const [leaving, setLeaving] = useState(false);
  const here = workspace.workspace_id;

  const initiate = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/payments/v2/initiate', {
          params: { header: { 'Idempotency-Key': wish(here, plan.code, cycle).key } },
          body: { plan: plan.code, billing_cycle: cycle },
        }),
      ),
    onSuccess: ({ merchant_order_id, payment_url, expires_at }) => {
      opened(here, wish(here, plan.code, cycle), { id: merchant_order_id, url: payment_url, expiresAt: expires_at });
      setLeaving(true);
      leaveFor(payment_url);
    },
  });

  const pay = useSingle(initiate.mutateAsync);

  useEffect(() => {
    // Back from the provider may show this page as it was left, with its button still busy.
    const shown = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      setLeaving(false);
      const order = openOrder(here)?.id;
      if (order) onBack(order);
    };
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, [here, onBack]);

  const busy = initiate.isPending || leaving;
  return (
    <PaymentFrame>
      <div className={styles.halves}>
        <div className={styles.main}>
          <PageTitle title={`Pay for ${plan.name}`} code="PAY">
            You pay on PhonePe’s page, in this tab. It brings you back here.
          </PageTitle>
          {initiate.isError ? <Notice kind="error">{explain(initiate.error, REFUSALS)}</Notice> : null}
          <div className={styles.row}>
            <Button kind="primary" pending={busy && 'Opening PhonePe…'} onClick={pay}>
              {initiate.isError ? 'Try again' : 'Pay with PhonePe'}
            </Button>
            <LinkButton to="/onboarding/plans">Change plan</LinkButton>
          </div>
          <p className={styles.small}>
            Card numbers, PINs and OTPs stay with PhonePe. When the period ends nothing is debited by itself: you renew
            with a payment of your own.
          </p>
        </div>
        <Order
          plan={plan.name}
          cycle={cycle}
          amountPaise={price(plan, cycle)}
          workspace={workspace.name}
          draft={!busy}
        />
      </div>
    </PaymentFrame>
  );
}
