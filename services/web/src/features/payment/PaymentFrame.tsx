import type { ReactNode } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { SignOutButton } from '@/components/auth/SignOutButton';
import { Frame } from '@/components/ui/Frame';
import { useSessionEnd } from '@/hooks/use-session-end';
import styles from './Payment.module.css';
import { useGates } from './use-gates';

/** The frame of the payment pages: whose account it is, and the way out of it. */
export function PaymentFrame({ children }: { children: ReactNode }) {
  const { session } = useAuth();
  useSessionEnd(useGates());
  return (
    <Frame
      wide
      aside={
        <div className={styles.account}>
          <span className={styles.email}>{session?.user?.email}</span>
          <SignOutButton kind="quiet" small />
        </div>
      }
    >
      {children}
    </Frame>
  );
}
