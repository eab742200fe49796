import type { ReactNode } from 'react';
import styles from './Clauses.module.css';

export function Clause({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section className={styles.clause}>
      <h2>{heading}</h2>
      <div className={styles.text}>{children}</div>
    </section>
  );
}
