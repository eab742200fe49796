import type { ReactNode } from 'react';
import styles from './View.module.css';

type Props = {
  label: string;
  /** Tells this one from the others of the list, for those who do not see its place. */
  of?: string;
  children: ReactNode;
};

/** What is seldom needed, one press away. */
export function More({ label, of, children }: Props) {
  return (
    <details className={styles.more}>
      <summary>
        {label} {of ? <span className="visually-hidden">of {of}</span> : null}
      </summary>
      {children}
    </details>
  );
}
