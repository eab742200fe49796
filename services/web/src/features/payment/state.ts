import { isProblem } from '@/api/problem';
import type { PollView } from '@/lib/payment-polling';

export type PaymentState =
  /** Nothing is known yet. */
  | 'processing'
  | 'pending'
  | 'review'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'refunded'
  | 'timeout'
  /** No such payment here. */
  | 'unknown';

/** Where a payment stands for somebody who looks at it. */
export function stateOf(payment: Pick<PollView, 'phase' | 'checkout' | 'error'>): PaymentState {
  const { phase, checkout } = payment;
  if (phase === 'refused' && !isShutOut(payment)) return 'unknown';
  if (checkout && checkout.status !== 'pending') return checkout.status;
  if (checkout?.review) return 'review';
  if (phase === 'timeout') return 'timeout';
  return checkout ? 'pending' : 'processing';
}

/** Nothing is open any more, and the plan is not paid for by it. */
export function isEnded(state: PaymentState): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'refunded';
}

/** Nothing was said about the payment: whoever asks may not ask any more. */
export function isShutOut({ phase, error }: Pick<PollView, 'phase' | 'error'>): boolean {
  return phase === 'refused' && isProblem(error) && (error.status === 401 || error.status === 403);
}

type Words = { title: string; text: string };

export const WORDS: Record<PaymentState, Words> = {
  processing: { title: 'Asking PhonePe about the payment', text: 'This takes a moment.' },
  pending: {
    title: 'The payment is not confirmed yet',
    text: 'If you have paid, wait here: PhonePe confirms it shortly. If you have not, go on to PhonePe.',
  },
  review: {
    title: 'This payment is being looked at',
    text: 'What PhonePe told us does not match the order, so a person looks at it before anything is switched on. Please do not pay again. Ask support with the order number if you want to know more.',
  },
  completed: { title: 'The payment is received', text: 'Your workspace is being opened.' },
  failed: { title: 'The payment did not go through', text: 'Nothing was taken. You can try again.' },
  cancelled: { title: 'The payment was cancelled', text: 'Nothing is open any more.' },
  refunded: { title: 'This payment was refunded', text: 'The money goes back the way it came.' },
  timeout: {
    title: 'PhonePe has not confirmed the payment yet',
    text: 'We go on asking, and a mail tells you when it is decided. If you have paid, do not pay again.',
  },
  unknown: {
    title: 'There is no such payment here',
    text: 'It may belong to another workspace, or the address of this page is not complete.',
  },
};
