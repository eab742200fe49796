const place = (sid: string) => `rf:finalize:${sid}`;

/** One key for each session until it is finalized, so that a second try is the same call. */
export function finalizeKey(sid: string): string {
  const key = sessionStorage.getItem(place(sid)) ?? crypto.randomUUID();
  sessionStorage.setItem(place(sid), key);
  return key;
}

/** After a success, and when the session starts over: what comes next is another act. */
export function forgetFinalizeKey(sid: string): void {
  sessionStorage.removeItem(place(sid));
}
