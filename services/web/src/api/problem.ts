import type { components } from './schema';

type Document = components['schemas']['ProblemDocument'];

/** Why a call did not succeed, in the words of RFC 9457. `NETWORK_ERROR` and `UNKNOWN_ERROR` are this client's own codes. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** One sentence for a person. */
  readonly detail: string;
  readonly errors: NonNullable<Document['errors']>;
  readonly document: Partial<Document>;
  /** Names the call in the server's log. */
  readonly requestId: string | null;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | null;

  constructor(status: number, document: Partial<Document>, headers?: Headers) {
    const detail = document.detail ?? 'Something went wrong on our side. Please try again.';
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = document.code ?? 'UNKNOWN_ERROR';
    this.detail = detail;
    this.errors = document.errors ?? [];
    this.document = document;
    this.requestId = headers?.get('x-request-id') ?? null;
    const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds * 1000 : null;
  }

  /** The connection failed: nobody knows what became of the call. */
  static network() {
    return new Problem(0, {
      code: 'NETWORK_ERROR',
      detail: 'We could not reach RaptorFlow. Check the connection and try again.',
    });
  }

  /** Trying the same again may help. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

/** The session is over: whoever asked has to sign in again. A wrong password says nothing of the session. */
export function isSessionOver(error: unknown): boolean {
  return isProblem(error) && error.status === 401 && error.code !== 'INVALID_CREDENTIALS';
}

type Words = Readonly<Record<string, string>>;

const WORDS: Words = {
  SERVICE_UNAVAILABLE: 'RaptorFlow is busy at the moment. Wait a few seconds and try again.',
  UPSTREAM_TIMEOUT: 'RaptorFlow took too long to answer. Try again.',
  ORIGIN_NOT_ALLOWED:
    'This page was opened under an address that RaptorFlow does not accept. Open it under its own address.',
};

/** A sentence about any failure: what happened and what to do. `words` are what its codes mean where it happened. */
export function explain(error: unknown, words: Words = {}): string {
  if (!(error instanceof Problem)) return 'Something went wrong here. Reload the page and try again.';
  if (error.code === 'RATE_LIMITED') return `Too many tries. ${wait(error.retryAfter)}`;
  return words[error.code] ?? WORDS[error.code] ?? sentence(error.detail);
}

function wait(ms: number | null): string {
  if (ms === null) return 'Wait a little and try again.';
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

const FAULTS: Words = {
  INVALID_EMAIL: 'This does not look like an email address.',
  REQUIRED: 'This is needed.',
  PASSWORD_COMPROMISED:
    'This password is known to attackers, or easy to guess from your address or our name. Choose another one.',
  SAME_PASSWORD: 'This is the password you have. Choose another one.',
};

/** What the server found wrong with the members of a body, by their names. */
export function faultsOf(error: unknown): Record<string, string> {
  if (!isProblem(error)) return {};
  return Object.fromEntries(
    error.errors.map(({ pointer, code, message }) => [pointer.slice(1), FAULTS[code] ?? sentence(message)]),
  );
}

/** `there is no such session`, as the API words it, as a sentence. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
