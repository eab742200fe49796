import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { AccountFrame } from './AccountFrame';

/** After sign-up where an address has to be confirmed before anybody signs in with it. */
export function ConfirmFirst({ email }: { email: string }) {
  return (
    <AccountFrame>
      <PageTitle title="Confirm your email address" code="RF-02">
        Your account is made.
      </PageTitle>
      <Notice kind="done" live>
        A mail with a link is on its way to {email}. Open it within a day, then sign in. Nothing there? Look in the spam
        folder; signing in sends another one.
      </Notice>
      <div>
        <LinkButton kind="primary" to="/signin">
          Sign in
        </LinkButton>
      </div>
    </AccountFrame>
  );
}
