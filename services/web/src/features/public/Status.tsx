import { useQuery } from '@tanstack/react-query';
import { Button } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Stamp } from '@/components/ui/Stamp';
import { time } from '@/lib/format';
import { type Part, parts } from './health';
import { contextHealthQuery, paymentsHealthQuery } from './health-queries';
import { PublicFrame } from './PublicFrame';
import styles from './Status.module.css';

const STAMPS = { ok: 'done', slow: 'stale', down: 'wrong', unknown: 'plain' } as const;
const WORDS = { ok: 'Working', slow: 'Slower', down: 'Not working', unknown: 'Not checked' } as const;

export function Status() {
  const payments = useQuery(paymentsHealthQuery);
  const context = useQuery(contextHealthQuery);
  const checking = payments.isFetching || context.isFetching;
  const known = !payments.isPending && !context.isPending;
  const list = parts(payments, context);
  const at = Math.max(payments.dataUpdatedAt, payments.errorUpdatedAt, context.dataUpdatedAt, context.errorUpdatedAt);
  const again = () => {
    void payments.refetch();
    void context.refetch();
  };
  return (
    <PublicFrame>
      <PageTitle title="Status" code="RF-STAT">
        Asked at this moment, from your browser.
      </PageTitle>
      <p role="status" className={styles.whole}>
        {known ? whole(list) : 'Asking…'}
      </p>
      <Sheet>
        <dl className={styles.parts}>
          {list.map(({ name, note, health }) => (
            <div key={name} className={styles.part}>
              <dt>
                {name}
                <span className={styles.note}>{note}</span>
              </dt>
              <dd>
                <Stamp kind={known ? STAMPS[health] : 'plain'}>{known ? WORDS[health] : 'Asking…'}</Stamp>
              </dd>
            </div>
          ))}
        </dl>
      </Sheet>
      <div className={styles.foot}>
        <Button pending={checking && 'Checking…'} onClick={again}>
          Check again
        </Button>
        <span className={styles.note}>{at > 0 ? `Checked at ${time(at)}` : ''}</span>
      </div>
    </PublicFrame>
  );
}

function whole(list: Part[]): string {
  if (list.some(({ health }) => health === 'down')) return 'Something is not working.';
  if (list.some(({ health }) => health === 'unknown')) return 'Not everything could be checked.';
  if (list.some(({ health }) => health === 'slow')) return 'Everything works; some of it more slowly than usual.';
  return 'Everything works.';
}
