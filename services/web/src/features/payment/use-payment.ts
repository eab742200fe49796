import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { answer, api } from '@/api/client';
import type { Checkout } from '@/api/payments';
import { sessionQuery } from '@/api/session';
import { PaymentPoller, type PollView, type Reason } from '@/lib/payment-polling';
import { isShutOut } from './state';

/** Plain polls read what is known; coming back and the button have the provider asked. */
function ask(order: string) {
  const params = { path: { merchant_order_id: order } };
  return (reason: Reason, signal: AbortSignal): Promise<Checkout> =>
    reason === 'poll'
      ? answer(api.GET('/api/payments/v2/status/{merchant_order_id}', { params, signal }))
      : answer(api.POST('/api/payments/v2/verify/{merchant_order_id}', { params, signal }));
}

/** Follows an order while the page is open; another order needs another `key` on the component. */
export function usePayment(order: string): PollView & { check(): void } {
  const [poller] = useState(() => new PaymentPoller(ask(order)));
  const view = useSyncExternalStore(poller.subscribe, poller.get);
  const queries = useQueryClient();
  const router = useRouter();
  const shutOut = isShutOut(view);
  useEffect(() => {
    // The gates know where whoever may not ask belongs.
    if (shutOut) void queries.invalidateQueries(sessionQuery).then(() => router.invalidate());
  }, [shutOut, queries, router]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') poller.wake();
    };
    poller.start();
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    return () => {
      poller.stop();
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
    };
  }, [poller]);

  return { ...view, check: () => poller.check() };
}
