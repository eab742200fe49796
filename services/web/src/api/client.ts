import createClient from 'openapi-fetch';
import { Problem } from './problem';
import { fetchRenewed } from './renewal';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** The HTTP API, typed by its published description. */
export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '', fetch: fetchRenewed });

type Result<T> = { data?: T; error?: unknown; response: Response };

/** The body of a success; everything else is thrown as a {@link Problem}. */
export async function answer<T>(call: Promise<Result<T>>): Promise<T> {
  return (await reply(call)).data;
}

/** The same with the response, for its headers. */
export async function reply<T>(call: Promise<Result<T>>): Promise<{ data: T; response: Response }> {
  let result: Result<T>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw Problem.network();
  }
  const { data, error, response } = result;
  if (!response.ok) {
    const document = typeof error === 'object' && error !== null ? error : {};
    throw new Problem(response.status, document, response.headers);
  }
  return { data: data as T, response };
}
