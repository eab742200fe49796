/** What the codes of a refusal mean around a payment: what happened to the money and what to do. */
export const REFUSALS: Record<string, string> = {
  ALREADY_SUBSCRIBED:
    'This workspace has a subscription that is paid for. A renewal opens 7 days before its period ends.',
  PAYMENT_UNDER_REVIEW:
    'An earlier payment of this workspace is being looked at by a person. Paying again is not possible until then.',
  PAYMENT_INITIATION_ERROR: 'PhonePe did not open a checkout. Nothing was taken. Try again in a moment.',
  TRANSACTION_CREATE_ERROR:
    'The payment could not be written down, so no checkout was opened. Nothing was taken. Try again in a moment.',
  MISSING_CREDENTIALS: 'Payments are not available at the moment. Nothing was taken. Try again later, or ask support.',
  INVALID_PLAN: 'This plan does not exist any more. Choose another one.',
  IDEMPOTENCY_IN_PROGRESS: 'Your checkout is being opened already. Try again in a few seconds.',
  FORBIDDEN: 'Only the owner or an admin of this workspace can pay.',
  NOT_CANCELLABLE: 'It can no longer be cancelled. Check where it stands.',
  STATUS_CHECK_ERROR: 'PhonePe did not answer. We go on asking.',
};

/** 252 as "4:12". */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
