import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/PageTitle';
import { AccountFrame } from './AccountFrame';
import styles from './Form.module.css';

/** A link of a mail that leads nowhere any more, and the way on. */
export function DeadLink({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <AccountFrame>
      <PageTitle title={title} code="RF-LINK" />
      <div className={styles.form}>{children}</div>
      <div>{action}</div>
    </AccountFrame>
  );
}
