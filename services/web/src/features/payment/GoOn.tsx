import type { Checkout } from '@/api/payments';
import { Button } from '@/components/ui/Button';
import type { useCheckout } from './use-checkout';

/** Back to the provider's page of an order that is still open. */
export function GoOn({ checkout, provider }: { checkout: Checkout; provider: ReturnType<typeof useCheckout> }) {
  return (
    <Button
      kind="primary"
      pending={provider.busy && 'Opening PhonePe…'}
      onClick={() => provider.go({ plan: checkout.plan, cycle: checkout.billing_cycle })}
    >
      Go on to PhonePe
    </Button>
  );
}
