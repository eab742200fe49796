import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';

export function PaidAlready() {
  return (
    <Notice
      kind="done"
      title="Your subscription is active"
      actions={
        <LinkButton kind="primary" to="/onboarding">
          Continue
        </LinkButton>
      }
    >
      There is nothing to pay. Your work goes on where you left it.
    </Notice>
  );
}
