import { useEffect, useState, useSyncExternalStore } from 'react';
import { answer, api } from '@/api/client';
import type { Checkout } from '@/api/payments';
import { PaymentPoller, type PollView, type Reason } from '@/lib/payment-polling';
import { isShutOut } from './state';
import { useGates } from './use-gates';

/** Plain polls read what is known; coming back and the button have the provider asked. */
function ask(order: string) {
  const params = { path: { merchant_order_id: order } };
  return (reason: Reason, signal: AbortSignal): Promise<Checkout> =>
    reason === 'poll'
      ? answer(api.GET('/api/payments/v2/status/{merchant_order_id}', { params, signal }))
      : answer(api.POST('/api/payments/v2/verify/{merchant_order_id}', { params, signal }));
}

export type Payment = PollView & {
  /** Has the provider asked now. */
  check(): void;
};

/** Follows an order while the page is open; another order needs another `key` on the component. */
export function usePayment(order: string): Payment {
  const [poller] = useState(() => new PaymentPoller(ask(order)));
  const view = useSyncExternalStore(poller.subscribe, poller.get);
  const passGates = useGates();
  const shutOut = isShutOut(view);
  useEffect(() => {
    if (shutOut) void passGates();
  }, [shutOut, passGates]);

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
