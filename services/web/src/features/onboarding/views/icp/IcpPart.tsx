import { type ReactNode, useId } from 'react';
import viewStyles from '../parts/View.module.css';
import styles from './icp.module.css';

export function IcpPart({ title, says, children }: { title: string; says?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <header>
        <h3 id={id}>{title}</h3>
        {says ? <p className={viewStyles.note}>{says}</p> : null}
      </header>
      {children}
    </section>
  );
}
