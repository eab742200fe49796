import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button, LinkButton } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import styles from './Account.module.css';

type Props = { title: string; code: string; children: ReactNode; primary?: ReactNode };

/** What stands in place of the product for an account that may not use it at the moment. */
export function ClosedAccount({ title, code, children, primary }: Props) {
  const { session, signOut } = useAuth();
  const leave = useMutation({ mutationFn: signOut });
  return (
    <Frame>
      <PageTitle title={title} code={code} />
      {children}
      {leave.isError ? <Notice kind="error">{explain(leave.error)}</Notice> : null}
      <div className={styles.row}>
        {primary ?? (
          <LinkButton kind="primary" to="/support">
            Support
          </LinkButton>
        )}
        {session ? (
          <Button pending={leave.isPending && 'Signing out…'} onClick={() => leave.mutate()}>
            Sign out
          </Button>
        ) : null}
      </div>
    </Frame>
  );
}
