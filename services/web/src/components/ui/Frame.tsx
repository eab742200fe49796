import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './Frame.module.css';

type Props = {
  children: ReactNode;
  /** Wide enough for a page of its own instead of one narrow column. */
  wide?: boolean;
  /** At the end of the head, such as a link to the other door. */
  aside?: ReactNode;
};

/** A page outside the app's shell: the name, one column, the small print. */
export function Frame({ children, wide, aside }: Props) {
  return (
    <div className={styles.frame}>
      <header className={styles.head}>
        <Link to="/" className={styles.name}>
          RaptorFlow
        </Link>
        {aside}
      </header>
      <main id="content" className={wide ? styles.wide : styles.column} tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.foot}>
        <Link to="/pricing">Pricing</Link>
        <Link to="/support">Support</Link>
        <Link to="/status">Status</Link>
        <Link to="/privacy">Privacy</Link>
        <Link to="/terms">Terms</Link>
      </footer>
    </div>
  );
}
