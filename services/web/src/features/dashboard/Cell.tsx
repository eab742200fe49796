import { type ReactNode, useId } from 'react';
import styles from './Dashboard.module.css';

type Props = { heading: string; code?: string; children: ReactNode; aside?: ReactNode };

/** A part of the dashboard's sheet. */
export function Cell({ heading, code, children, aside }: Props) {
  const id = useId();
  return (
    <section className={styles.cell} aria-labelledby={id}>
      <header className={styles.cellHead}>
        <h2 id={id}>{heading}</h2>
        {code ? <span className={styles.code}>{code}</span> : null}
        {aside}
      </header>
      {children}
    </section>
  );
}
