const PLACE = 'rf:visit:';

/** A session that this visit has dealt with: its dialog is not shown again. */
export function seen(sid: string): void {
  sessionStorage.setItem(PLACE + sid, 'seen');
}

export function wasSeen(sid: string): boolean {
  return sessionStorage.getItem(PLACE + sid) !== null;
}
