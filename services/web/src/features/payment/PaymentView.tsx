import { useQuery } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { plansQuery } from '@/api/payments';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { Ruler } from '@/components/ui/Ruler';
import { Late } from './Late';
import { Order } from './Order';
import styles from './Payment.module.css';
import { PaymentFrame } from './PaymentFrame';
import { StateHeading } from './StateHeading';
import { type PaymentState, stateOf } from './state';
import { useEntry } from './use-entry';
import type { Payment } from './use-payment';
import { clock, REFUSALS } from './words';

const ENDED: Partial<Record<PaymentState, ComponentProps<typeof Order>['ended']>> = {
  completed: 'paid',
  failed: 'unpaid',
  cancelled: 'unpaid',
  refunded: 'refunded',
  review: 'review',
};

/** States in which asking the provider may bring news. */
const OPEN: readonly PaymentState[] = ['processing', 'pending', 'review', 'timeout'];

type Props = {
  order: string;
  payment: Payment;
  /** Why something that was tried did not work. */
  refusal?: unknown;
  /** What is best done next. */
  first?: ReactNode;
  /** What else can be done. */
  children?: ReactNode;
};

/** An order, where it stands, and what can be done; once it is paid, goes on by itself. */
export function PaymentView({ order, payment, refusal, first, children }: Props) {
  const { session } = useAuth();
  const { data: plans } = useQuery(plansQuery);
  const { checkout, phase, unknown, progress, secondsLeft } = payment;
  const state = stateOf(payment);
  const { late } = useEntry(state === 'completed');
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
          {late ? <Late /> : null}
          {refusal ? <Notice kind="error">{explain(refusal, REFUSALS)}</Notice> : null}
          <div className={styles.row}>
            {first}
            {OPEN.includes(state) ? (
              <Button pending={phase === 'asking' && 'Asking PhonePe…'} onClick={payment.check}>
                Check status
              </Button>
            ) : null}
            {state === 'completed' ? (
              <LinkButton kind="primary" to="/onboarding">
                Continue
              </LinkButton>
            ) : null}
            {state === 'review' ? <LinkButton to="/support">Support</LinkButton> : null}
            {children}
          </div>
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
