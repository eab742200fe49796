import type { Schemas } from '@/api/client';
import { isProblem } from '@/api/problem';

export type Health = 'ok' | 'slow' | 'down' | 'unknown';
export type Part = { name: string; note: string; health: Health };
type Asked<T> = { data: T | undefined; error: unknown };

/** No answer says nothing about the service when we asked too often or the connection is broken. */
function silent(error: unknown): Health {
  if (error === null || error === undefined) return 'unknown';
  return isProblem(error) && error.status >= 500 ? 'down' : 'unknown';
}

/** Answered at all, if only to refuse. */
function reached({ data, error }: Asked<unknown>): boolean {
  return data !== undefined || (isProblem(error) && error.status > 0);
}

/** How the parts of the system are, from what their health calls answered. */
export function parts(payments: Asked<Schemas['PaymentsHealth']>, context: Asked<Schemas['ContextHealth']>): Part[] {
  const components = context.error ? undefined : context.data?.components;
  return [
    {
      name: 'Website and API',
      note: 'The way in to everything.',
      health: reached(payments) || reached(context) ? 'ok' : payments.error && context.error ? 'down' : 'unknown',
    },
    {
      name: 'Payments',
      note: 'Plans, checkouts and subscriptions.',
      health: payments.error
        ? silent(payments.error)
        : payments.data
          ? payments.data.status === 'ok'
            ? 'ok'
            : 'down'
          : 'unknown',
    },
    {
      name: 'Business context',
      note: 'Manifests, versions and exports.',
      health: components ? (components.bcm === 'ok' ? 'ok' : 'down') : silent(context.error),
    },
    {
      name: 'Fast copies',
      note: 'Without them manifests are served more slowly.',
      health: components ? (components.redis === 'ok' ? 'ok' : 'slow') : silent(null),
    },
  ];
}
