import { type ReactNode, useId } from 'react';
import styles from './Part.module.css';

type Props = {
  heading?: string;
  /** At the end of the heading's line. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of the step's sheet, divided from the one before it by a rule. */
export function Part({ heading, actions, children }: Props) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={heading ? id : undefined}>
      {heading || actions ? (
        <header className={styles.head}>
          {heading ? <h2 id={id}>{heading}</h2> : null}
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  );
}
