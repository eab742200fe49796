const IN_TIME = 'It was not finished in time.';
const CANCELLED = 'It was cancelled.';
const BALANCE = 'The account did not have enough balance.';
const PIN = 'The PIN was not right.';
const PIN_OFTEN = 'The PIN was wrong too many times.';
const LIMIT = 'It goes over a limit of the bank or of the account.';
const BANK = 'The bank could not process it.';
const CARD = 'The bank did not accept the card.';

/** The provider knows many codes and adds to them; what is not here gets a sentence that is always true. */
const REASONS: Record<string, string> = {
  ORDER_EXPIRED: IN_TIME,
  REQUEST_TIME_OUT: IN_TIME,
  TIMED_OUT: IN_TIME,
  TXN_NOT_COMPLETED: IN_TIME,
  TXN_AUTO_FAILED: IN_TIME,
  U69: IN_TIME,
  ORDER_CANCELLED_BY_USER: CANCELLED,
  TXN_CANCELLED: CANCELLED,
  ZA: CANCELLED,
  INSUFFICIENT_BALANCE: BALANCE,
  INSUFFICIENT_FUNDS: BALANCE,
  Z9: BALANCE,
  IE: BALANCE,
  INVALID_MPIN: PIN,
  WRONG_PIN: PIN,
  ZM: PIN,
  MPIN_LIMIT_BREACHED: PIN_OFTEN,
  Z6: PIN_OFTEN,
  TXN_LIMIT_BREACHED: LIMIT,
  TXN_FREQ_LIMIT_BREACHED: LIMIT,
  Z7: LIMIT,
  Z8: LIMIT,
  BANK_TECHNICAL_ISSUE: BANK,
  BANK_NOT_ABLE_TO_PROCESS: BANK,
  U90: BANK,
  UT: BANK,
  U28: BANK,
  CARD_EXPIRED: CARD,
  CARD_BLOCKED: CARD,
  INVALID_CVV_EXPIRY: CARD,
  OTP_EXPIRED: 'The one-time password had run out.',
};

/** Why a payment failed, in words for the payer. */
export function reason(code: string | null): string {
  return (code && REASONS[code]) || 'The bank or the payment app did not complete it.';
}
