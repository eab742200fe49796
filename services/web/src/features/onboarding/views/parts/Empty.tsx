import type { ReactNode } from 'react';
import styles from './View.module.css';

/** What a part of the sheet is good for while nothing is drawn on it, and the one way to begin. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}
