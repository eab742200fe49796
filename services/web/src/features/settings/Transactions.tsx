import { useInfiniteQuery } from '@tanstack/react-query';
import { type Transaction, transactionsQuery } from '@/api/billing';
import { Button } from '@/components/ui/Button';
import { LoadError } from '@/components/ui/LoadError';
import { Stamp } from '@/components/ui/Stamp';
import { Waiting } from '@/components/ui/Waiting';
import { dateTime, rupees, words } from '@/lib/format';
import styles from './Settings.module.css';

const STATES: Record<Transaction['status'], { word: string; kind: 'plain' | 'done' | 'draft' | 'wrong' }> = {
  pending: { word: 'Pending', kind: 'draft' },
  completed: { word: 'Paid', kind: 'done' },
  failed: { word: 'Failed, nothing was taken', kind: 'wrong' },
  refunded: { word: 'Refunded', kind: 'plain' },
  cancelled: { word: 'Cancelled', kind: 'plain' },
};

const PURPOSES: Record<Transaction['purpose'], string> = {
  new: 'First payment',
  renewal: 'Renewal',
  upgrade: 'Upgrade',
  cycle_change: 'Change of cycle',
};

/** Every payment of the workspace, newest first. */
export function Transactions() {
  const payments = useInfiniteQuery(transactionsQuery);
  if (payments.isError) return <LoadError query={payments} />;
  if (payments.isPending) return <Waiting lines={2} label="Loading the payments" />;
  const transactions = payments.data.pages.flatMap((page) => page.transactions);
  if (transactions.length === 0) return <p>No payment has been made yet.</p>;
  return (
    <>
      <ul className={styles.rows}>
        {transactions.map((transaction) => (
          <Row key={transaction.transaction_id} transaction={transaction} />
        ))}
      </ul>
      {payments.hasNextPage ? (
        <div>
          <Button small onClick={() => payments.fetchNextPage()} pending={payments.isFetchingNextPage && 'Loading…'}>
            Show earlier payments
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Row({ transaction }: { transaction: Transaction }) {
  const state = STATES[transaction.status];
  return (
    <li>
      <div>
        <p className={styles.inline}>
          {PURPOSES[transaction.purpose]}, {words(transaction.plan)} {transaction.billing_cycle}
          <Stamp kind={state.kind}>{state.word}</Stamp>
        </p>
        <p className={styles.note}>
          {dateTime(transaction.completed_at ?? transaction.created_at)} ·{' '}
          <span className={styles.slug}>{transaction.merchant_order_id}</span>
        </p>
      </div>
      <p className={styles.amount}>
        {rupees(transaction.amount_paise)}
        {transaction.refunded_paise > 0 ? (
          <span className={styles.note}> {rupees(transaction.refunded_paise)} paid back</span>
        ) : null}
      </p>
    </li>
  );
}
