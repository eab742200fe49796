import { useAuth } from '@/components/auth/AuthProvider';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { PublicFrame } from './PublicFrame';

export function Unauthorized() {
  const { session } = useAuth();
  return (
    <PublicFrame>
      <PageTitle title="This page is not yours to open" code="403" />
      <p>
        {session?.user
          ? `You are signed in as ${session.user.email}, which has no right to it. If that is a mistake, ask whoever gives out the rights.`
          : 'It is for people with a right that this browser does not have.'}
      </p>
      <div>
        <LinkButton kind="primary" to={session ? '/onboarding' : '/'}>
          {session ? 'To your workspace' : 'To the start'}
        </LinkButton>
      </div>
    </PublicFrame>
  );
}
