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

  /** What is wrong with one member of the body. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message;
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

/** A sentence about any failure. */
export function explain(error: unknown): string {
  return error instanceof Problem
    ? sentence(error.detail)
    : 'Something went wrong here. Reload the page and try again.';
}

/** `there is no such session`, as the API words it, as a sentence. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
