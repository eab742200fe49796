import { SignOutButton } from '@/components/auth/SignOutButton';
import styles from './ShellIndex.module.css';

export function SignOut() {
  return (
    <div className={styles.out}>
      <SignOutButton kind="quiet" />
    </div>
  );
}
