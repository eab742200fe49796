import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { useSessionEnd } from '@/hooks/use-session-end';
import styles from './Payment.module.css';
import { useGates } from './use-gates';

/** The frame of the payment pages: whose account it is, and the way out of it. */
export function PaymentFrame({ children }: { children: ReactNode }) {
  const { session, signOut } = useAuth();
  const leave = useMutation({ mutationFn: signOut });
  useSessionEnd(useGates());
  return (
    <Frame
      wide
      aside={
        <div className={styles.account}>
          <span className={styles.email}>{session?.user?.email}</span>
          <Button kind="quiet" small pending={leave.isPending && 'Signing out…'} onClick={() => leave.mutate()}>
            Sign out
          </Button>
        </div>
      }
    >
      {children}
    </Frame>
  );
}
