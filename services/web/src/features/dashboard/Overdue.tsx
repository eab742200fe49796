import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '@/api/session';
import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { useBcm } from '@/hooks/useBcm';

/** The paid period is over and access goes on for a while: told to those who can pay. */
export function Overdue() {
  const { data: session } = useQuery(sessionQuery);
  const { mayManage } = useBcm();
  if (session?.subscription?.status !== 'past_due' || !mayManage) return null;
  return (
    <Notice
      kind="trace"
      title="A payment is overdue"
      actions={
        <LinkButton to="/settings/billing" small>
          See billing
        </LinkButton>
      }
    >
      The paid period has ended. Billing says how long access stays, and renews it.
    </Notice>
  );
}
