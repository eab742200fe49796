import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api } from '@/api/client';
import type { Cycle, PlanCode } from '@/api/payments';
import { useSingle } from '@/hooks/use-single';
import { leaveFor } from '@/lib/leave';
import { opened, wish } from './memory';

type Choice = { plan: PlanCode; cycle: Cycle };

/** The way to the provider's page for a choice: to its open order, whichever tab or device opened it, else to a new one. */
export function useCheckout(workspace: string) {
  const [leaving, setLeaving] = useState(false);
  const initiate = useMutation({
    mutationFn: ({ plan, cycle }: Choice) =>
      answer(
        api.POST('/api/payments/v2/initiate', {
          params: { header: { 'Idempotency-Key': wish(workspace, plan, cycle).key } },
          body: { plan, billing_cycle: cycle },
        }),
      ),
    onSuccess: ({ merchant_order_id, payment_url, expires_at }, { plan, cycle }) => {
      const order = { id: merchant_order_id, url: payment_url, expiresAt: expires_at };
      opened(workspace, wish(workspace, plan, cycle), order);
      setLeaving(true);
      leaveFor(payment_url);
    },
  });
  const go = useSingle((choice: Choice) => initiate.mutateAsync(choice));

  useEffect(() => {
    // Back from the provider may show this page as it was left, with its button still busy.
    const shown = ({ persisted }: PageTransitionEvent) => persisted && setLeaving(false);
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, []);

  return { go, busy: initiate.isPending || leaving, error: initiate.error };
}
