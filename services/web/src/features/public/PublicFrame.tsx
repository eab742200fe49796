import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { Frame } from '@/components/ui/Frame';
import styles from './PublicFrame.module.css';

/** The frame of the pages that everybody may read. */
export function PublicFrame({ children, wide }: { children: ReactNode; wide?: boolean }) {
  const { session } = useAuth();
  return (
    <Frame
      wide={wide}
      aside={
        <nav className={styles.links} aria-label="Doors">
          <Link to="/pricing">Pricing</Link>
          {session ? <Link to="/onboarding">Open RaptorFlow</Link> : <Link to="/signin">Sign in</Link>}
        </nav>
      }
    >
      {children}
    </Frame>
  );
}
