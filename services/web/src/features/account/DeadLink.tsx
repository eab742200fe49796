import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/PageTitle';
import styles from './Account.module.css';
import { AccountFrame } from './AccountFrame';

/** A link of a mail that leads nowhere any more, and the way on. */
export function DeadLink({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <AccountFrame>
      <PageTitle title={title} code="RF-LINK" />
      <div className={styles.words}>{children}</div>
      <div>{action}</div>
    </AccountFrame>
  );
}
