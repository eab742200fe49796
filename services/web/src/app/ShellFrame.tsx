import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './Shell.module.css';
import { ShellIndex } from './ShellIndex';

type Props = {
  /** Beside the name: whose workspace it is, and how its context stands. */
  state?: ReactNode;
  children: ReactNode;
};

/** The sheet index at the side (a bar at the bottom of small screens) and the page. */
export function ShellFrame({ state, children }: Props) {
  return (
    <div className={styles.shell}>
      <header className={styles.head}>
        <Link to="/dashboard" className={styles.name}>
          RaptorFlow
        </Link>
        {state}
      </header>
      <ShellIndex />
      <main className={styles.page} id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
