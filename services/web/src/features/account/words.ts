import { explain, isProblem } from '@/api/problem';

/** What the answers of the server mean for somebody at one of these forms. */
const WORDS: Record<string, string> = {
  INVALID_CREDENTIALS: 'The email address or the password is not right.',
  EMAIL_NOT_VERIFIED: 'Confirm your email address first. A new mail with a link is on its way to you.',
  TOKEN_EXPIRED: 'This link has run out or was used before.',
  SERVICE_UNAVAILABLE: 'RaptorFlow is busy at the moment. Wait a few seconds and try again.',
  UPSTREAM_TIMEOUT: 'RaptorFlow took too long to answer. Try again.',
  ORIGIN_NOT_ALLOWED:
    'This page was opened under an address that RaptorFlow does not accept. Open it under its own address.',
};

/** A whole failure in one sentence: what happened and what to do. */
export function sentence(error: unknown): string {
  if (!isProblem(error)) return explain(error);
  if (error.code === 'RATE_LIMITED') return `Too many tries. ${wait(error.retryAfter)}`;
  if (error.code === 'VALIDATION_ERROR' || error.code === 'PASSWORD_COMPROMISED')
    return 'Please look at what is marked below.';
  return WORDS[error.code] ?? error.detail;
}

function wait(ms: number | null): string {
  if (ms === null) return 'Wait a little and try again.';
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

const FIELD_WORDS: Record<string, string> = {
  INVALID_EMAIL: 'This does not look like an email address.',
  REQUIRED: 'This is needed.',
  PASSWORD_COMPROMISED:
    'This password is known to attackers, or easy to guess from your address or our name. Choose another one.',
  SAME_PASSWORD: 'This is the password you have. Choose another one.',
  TOO_SHORT: 'This is too short.',
  TOO_LONG: 'This is too long.',
};

/** What the server found wrong with one field. */
export function fault(error: unknown, pointer: string): string | undefined {
  if (!isProblem(error)) return undefined;
  const found = error.errors.find((one) => one.pointer === pointer);
  return found && (FIELD_WORDS[found.code] ?? `This ${found.message}.`);
}
