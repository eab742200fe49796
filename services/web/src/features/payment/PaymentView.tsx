import { useQuery } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { plansQuery } from '@/api/payments';
import { useAuth } from '@/components/auth/AuthProvider';
import { Ruler } from '@/components/ui/Ruler';
import type { PollView } from '@/lib/payment-polling';
import { Order } from './Order';
import styles from './Payment.module.css';
import { PaymentFrame } from './PaymentFrame';
import { StateHeading } from './StateHeading';
import { type PaymentState, stateOf } from './state';
import { clock } from './words';

const ENDED: Partial<Record<PaymentState, ComponentProps<typeof Order>['ended']>> = {
  completed: 'paid',
  failed: 'unpaid',
  cancelled: 'unpaid',
  refunded: 'refunded',
  review: 'review',
};

type Props = { order: string; payment: PollView; children?: ReactNode };

/** An order and where it stands; `children` is what can be done. */
export function PaymentView({ order, payment, children }: Props) {
  const { session } = useAuth();
  const { data: plans } = useQuery(plansQuery);
  const { checkout, phase, unknown, progress, secondsLeft } = payment;
  const state = stateOf(payment);
  const followed = phase === 'waiting' || phase === 'asking';
  return (
    <PaymentFrame>
      <div className={styles.halves}>
        <div className={styles.main}>
          <StateHeading state={state} failure={checkout?.failure_code} />
          {followed && (state === 'pending' || state === 'processing') ? (
            <Ruler
              label="Waiting for PhonePe"
              value={progress}
              max={100}
              text={`${clock(secondsLeft)} left`}
              ticks={5}
            />
          ) : null}
          {unknown && followed ? (
            <p className={styles.small}>The last question got no answer. We ask again; nothing is lost.</p>
          ) : null}
          {children}
        </div>
        {checkout ? (
          <Order
            plan={plans?.find(({ code }) => code === checkout.plan)?.name ?? checkout.plan}
            cycle={checkout.billing_cycle}
            amountPaise={checkout.amount_paise}
            workspace={session?.workspace?.name ?? ''}
            order={order}
            openUntil={state === 'pending' ? checkout.expires_at : undefined}
            ended={ENDED[state]}
          />
        ) : null}
      </div>
    </PaymentFrame>
  );
}
