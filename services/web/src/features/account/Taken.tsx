import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';

export function Taken({ redirect }: { redirect: string | undefined }) {
  return (
    <Notice
      kind="error"
      actions={
        <LinkButton to="/signin" search={{ redirect }} small>
          Sign in
        </LinkButton>
      }
    >
      This address already has an account. Sign in with it, or use another address.
    </Notice>
  );
}
