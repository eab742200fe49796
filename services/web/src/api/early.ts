/** What `first-paint.js` asked for before the app was there, by path and query. */
const early = (globalThis as { early?: Map<string, Promise<Response>> }).early;

/** The network's answer, or the one that the page asked for in advance: each of those serves once. */
export function fetchEarly(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const asked = request.method === 'GET' ? early?.get(pathname + search) : undefined;
  if (!asked) return fetch(request);
  early?.delete(pathname + search);
  return asked.catch(() => fetch(request));
}

/** The page stands: what it did not use of these answers grows old. */
export function endEarly(): void {
  for (const answer of early?.values() ?? []) void answer.then(({ body }) => body?.cancel()).catch(() => undefined);
  early?.clear();
}
