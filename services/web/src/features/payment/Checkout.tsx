import { useEffect } from 'react';
import type { Schemas } from '@/api/client';
import type { Cycle, Plan } from '@/api/payments';
import { explain } from '@/api/problem';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { price } from '@/lib/plans';
import { openOrder } from './memory';
import { Order } from './Order';
import styles from './Payment.module.css';
import { PaymentFrame } from './PaymentFrame';
import { useCheckout } from './use-checkout';
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
  const here = workspace.workspace_id;
  const checkout = useCheckout(here);

  useEffect(() => {
    // The order that was opened before this page was left goes on.
    const shown = ({ persisted }: PageTransitionEvent) => {
      const order = persisted && openOrder(here)?.id;
      if (order) onBack(order);
    };
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, [here, onBack]);

  return (
    <PaymentFrame>
      <div className={styles.halves}>
        <div className={styles.main}>
          <PageTitle title={`Pay for ${plan.name}`} code="PAY">
            You pay on PhonePe’s page, in this tab. It brings you back here.
          </PageTitle>
          {checkout.error ? <Notice kind="error">{explain(checkout.error, REFUSALS)}</Notice> : null}
          <div className={styles.row}>
            <Button
              kind="primary"
              pending={checkout.busy && 'Opening PhonePe…'}
              onClick={() => checkout.go({ plan: plan.code, cycle })}
            >
              {checkout.error ? 'Try again' : 'Pay with PhonePe'}
            </Button>
            <LinkButton to="/onboarding/plans" search={{ cycle }}>
              Change plan
            </LinkButton>
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
          draft={!checkout.busy}
        />
      </div>
    </PaymentFrame>
  );
}
