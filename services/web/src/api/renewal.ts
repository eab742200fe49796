import { fetchEarly } from './early';

/** Signed-in browsers hold two HttpOnly cookies that no script reads; this renews them before and when they run out. */

const RENEW = '/api/v1/auth/refresh';
const LOCK = 'rf:renewal';
/** Access tokens live five minutes. */
const EVERY = 4 * 60_000;

let renewedAt = 0;

/** Renews once for all tabs that ask at the same time. False: the session is over. */
export async function renew(): Promise<boolean> {
  const askedAt = Date.now();
  return navigator.locks.request(LOCK, async () => {
    const last = Math.max(renewedAt, Number(localStorage.getItem(LOCK) ?? 0));
    if (last > askedAt) return true;
    const response = await fetch(RENEW, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    if (!response.ok && response.status !== 401 && response.status !== 403) throw new TypeError('renewal failed');
    if (response.ok) {
      renewedAt = Date.now();
      localStorage.setItem(LOCK, String(renewedAt));
    }
    return response.ok;
  });
}

/** Keeps the access token fresh while the page is looked at. */
export function keepRenewed(): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void renew().catch(() => false);
  }, EVERY);
  return () => clearInterval(timer);
}

/** Renews and repeats once when the access token has run out. */
export async function fetchRenewed(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchEarly(request);
  const ended = response.status === 401 || response.headers.get('x-session-expired') === 'true';
  if (!ended || new URL(request.url).pathname === '/api/v1/auth/login') return response;
  // A wrong password is no ended session, and asking again would count as a second wrong one.
  if (await saysWrongPassword(response)) return response;
  return (await renew().catch(() => false)) ? fetch(again) : response;
}

async function saysWrongPassword(response: Response): Promise<boolean> {
  const document: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return (
    typeof document === 'object' && document !== null && 'code' in document && document.code === 'INVALID_CREDENTIALS'
  );
}
