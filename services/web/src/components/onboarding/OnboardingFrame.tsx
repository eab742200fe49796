import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './OnboardingFrame.module.css';

type Props = {
  /** Beside the name, such as how the answers stand. */
  state?: ReactNode;
  /** At the end of the head, such as the way out. */
  aside?: ReactNode;
  children: ReactNode;
};

/** The page of onboarding: a head that stays in sight and one column. */
export function OnboardingFrame({ state, aside, children }: Props) {
  return (
    <div className={styles.frame}>
      <header className={styles.head}>
        <div className={styles.inner}>
          <Link to="/" className={styles.name}>
            RaptorFlow
          </Link>
          <div className={styles.state}>{state}</div>
          {aside}
        </div>
      </header>
      <main id="content" className={styles.column} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
