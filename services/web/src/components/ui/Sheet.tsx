import type { HTMLAttributes, ReactNode } from 'react';
import styles from './Sheet.module.css';

type Props = HTMLAttributes<HTMLElement> & {
  /** Mono mark in the head, such as a sheet code. */
  code?: string;
  heading?: ReactNode;
  /** Controls at the end of the head. */
  actions?: ReactNode;
  /** Not committed yet: a dashed edge. */
  draft?: boolean;
};

/** A drawing sheet: ruled, with registration corners. Prefer one sheet divided by rules to many. */
export function Sheet({ code, heading, actions, draft, children, className, ...rest }: Props) {
  return (
    <section {...rest} className={`${styles.sheet} ${className ?? ''}`} data-draft={draft ? '' : undefined}>
      {heading || actions ? (
        <header className={styles.head}>
          <div className={styles.title}>
            {code ? <span className={styles.code}>{code}</span> : null}
            {typeof heading === 'string' ? <h2>{heading}</h2> : heading}
          </div>
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}
