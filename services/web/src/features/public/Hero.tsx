import { useEffect } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { LinkButton } from '@/components/ui/Button';
import styles from './Landing.module.css';

export function Hero() {
  const { session } = useAuth();
  useEffect(() => {
    document.title = 'RaptorFlow - Founder marketing operating system';
  }, []);
  return (
    <header className={styles.hero}>
      <h1 className={styles.headline}>Market from one plan you have checked yourself.</h1>
      <div className={styles.pitch}>
        <p>
          RaptorFlow takes what lies scattered in decks, notes and your head through 23 steps, and writes your
          positioning, customers and messages into one document. Everything you do next is read from it.
        </p>
        <div className={styles.doors}>
          {session ? (
            <LinkButton kind="primary" to="/onboarding">
              Continue
            </LinkButton>
          ) : (
            <LinkButton kind="primary" to="/signup">
              Create an account
            </LinkButton>
          )}
          <LinkButton to="/pricing">See the plans</LinkButton>
        </div>
      </div>
    </header>
  );
}
