import { useSearch } from '@tanstack/react-router';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { PaymentFrame } from './PaymentFrame';
import { Returned } from './Returned';

/** Where the provider sends the browser back to. The number in the address is only a handle: the server decides. */
export function PaymentStatus() {
  const { merchantOrderId } = useSearch({ strict: false });
  if (merchantOrderId) return <Returned key={merchantOrderId} order={merchantOrderId} />;
  return (
    <PaymentFrame>
      <PageTitle title="No payment is named" code="PAY">
        The address of this page lacks the order number. If you have paid, a mail tells you so, and your workspace opens
        by itself.
      </PageTitle>
      <div>
        <LinkButton kind="primary" to="/onboarding">
          Continue
        </LinkButton>
      </div>
    </PaymentFrame>
  );
}
