import type { ReactNode } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { SignOutButton } from '@/components/auth/SignOutButton';
import { LinkButton } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { PageTitle } from '@/components/ui/PageTitle';
import styles from './Account.module.css';

type Props = { title: string; code: string; children: ReactNode; primary?: ReactNode };

/** What stands in place of the product for an account that may not use it at the moment. */
export function ClosedAccount({ title, code, children, primary }: Props) {
  const { session } = useAuth();
  return (
    <Frame>
      <PageTitle title={title} code={code} />
      {children}
      <div className={styles.row}>
        {primary ?? (
          <LinkButton kind="primary" to="/support">
            Support
          </LinkButton>
        )}
        {session ? <SignOutButton /> : null}
      </div>
    </Frame>
  );
}
