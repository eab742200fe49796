import { useMutation } from '@tanstack/react-query';
import { explain } from '@/api/problem';
import { Button, type ButtonKind } from '@/components/ui/Button';
import { useAuth } from './AuthProvider';

/** The way out of the account, and why it did not open. */
export function SignOutButton({ kind, small }: { kind?: ButtonKind; small?: boolean }) {
  const { signOut } = useAuth();
  const leaving = useMutation({ mutationFn: signOut });
  return (
    <>
      <Button kind={kind} small={small} onClick={() => leaving.mutate()} pending={leaving.isPending && 'Signing out…'}>
        Sign out
      </Button>
      {leaving.isError ? <p role="alert">{explain(leaving.error)}</p> : null}
    </>
  );
}
