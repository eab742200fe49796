import { useMutation } from '@tanstack/react-query';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button } from '@/components/ui/Button';
import styles from './ShellIndex.module.css';

export function SignOut() {
  const { signOut } = useAuth();
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <div className={styles.out}>
      <Button kind="quiet" onClick={() => leaving.mutate()} pending={leaving.isPending && 'Signing out…'}>
        Sign out
      </Button>
      {leaving.isError ? <p role="alert">{explain(leaving.error)}</p> : null}
    </div>
  );
}
