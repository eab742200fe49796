import type { ReactNode } from 'react';
import type { Cycle } from '@/api/payments';
import { Sheet } from '@/components/ui/Sheet';
import { Stamp } from '@/components/ui/Stamp';
import { rupees, time } from '@/lib/format';
import styles from './Payment.module.css';

type Props = {
  plan: string;
  cycle: Cycle;
  amountPaise: number;
  workspace: string;
  /** The provider's number of it, once there is one. */
  order?: string;
  /** Until when it can be paid. */
  openUntil?: string;
  /** Nothing is open at the provider yet. */
  draft?: boolean;
  /** How it ended, once it has. */
  ended?: 'paid' | 'unpaid' | 'refunded' | 'review';
};

const STAMPS = {
  paid: <Stamp kind="done">Paid</Stamp>,
  unpaid: <Stamp kind="wrong">Not paid</Stamp>,
  refunded: <Stamp kind="plain">Refunded</Stamp>,
  review: <Stamp kind="stale">Being looked at</Stamp>,
};

/** What is paid for, as a block of a drawing. */
export function Order({ plan, cycle, amountPaise, workspace, order, openUntil, draft, ended }: Props) {
  return (
    <Sheet heading="Order" draft={draft} actions={ended ? STAMPS[ended] : undefined}>
      <dl className={styles.facts}>
        <Fact term="Plan">{plan}</Fact>
        <Fact term="For">{workspace}</Fact>
        <Fact term="Period">{cycle === 'yearly' ? 'One year' : 'One month'}</Fact>
        {order ? (
          <Fact term="Order number">
            <span className={styles.mark}>{order}</span>
          </Fact>
        ) : null}
        {openUntil ? <Fact term="Open until">{time(openUntil)}</Fact> : null}
        <Fact term={ended === undefined ? 'To pay' : 'Amount'}>
          <span className={styles.amount}>{rupees(amountPaise)}</span>
        </Fact>
      </dl>
    </Sheet>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
