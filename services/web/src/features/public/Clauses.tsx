import type { ReactNode } from 'react';
import { PageTitle } from '@/components/ui/PageTitle';
import styles from './Clauses.module.css';
import { PublicFrame } from './PublicFrame';

/** A page to be read: numbered clauses, the heading beside its text. */
export function Clauses({
  title,
  code,
  lead,
  children,
}: {
  title: string;
  code: string;
  lead: string;
  children: ReactNode;
}) {
  return (
    <PublicFrame wide>
      <PageTitle title={title} code={code}>
        {lead}
      </PageTitle>
      <div className={styles.clauses}>{children}</div>
    </PublicFrame>
  );
}
