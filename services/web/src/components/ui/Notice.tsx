import type { ReactNode } from 'react';
import styles from './Notice.module.css';

type Props = {
  /** `info` states, `trace` warns of something unfinished or stale, `error` corrects, `done` confirms. */
  kind?: 'info' | 'trace' | 'error' | 'done';
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out when it appears; errors always are. */
  live?: boolean;
};

/** A remark on the sheet. */
export function Notice({ kind = 'info', title, children, actions, live }: Props) {
  const role = kind === 'error' ? 'alert' : live ? 'status' : undefined;
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={role}>
      <div>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
