/** What this device keeps of an account: words that were not sent yet, and copies of what the server said last. */
const DRAFT = 'rf:draft:';
const COPY = 'rf:copy:';

type Place = `${typeof DRAFT | typeof COPY}${string}`;

/** The account was left: this page keeps nothing more. */
let left = false;

/** False when there is no room. Copies can be had again, so they make room for words. */
export function keep(place: Place, value: unknown): boolean {
  if (left) return false;
  const text = JSON.stringify(value);
  if (put(place, text)) return true;
  clearCopies();
  return place.startsWith(DRAFT) && put(place, text);
}

export function kept<T>(place: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null');
  } catch {
    return null;
  }
}

export function forget(place: string): void {
  localStorage.removeItem(place);
}

export function placesBelow(start: Place): string[] {
  return Object.keys(localStorage).filter((place) => place.startsWith(start));
}

export function clearCopies(): void {
  for (const place of placesBelow(COPY)) forget(place);
}

/** Forgets everybody who used this device, and keeps what this page still does while it is left from bringing them back. */
export function clearDevice(): void {
  left = true;
  clearCopies();
  for (const place of placesBelow(DRAFT)) forget(place);
}

function put(place: string, text: string): boolean {
  try {
    localStorage.setItem(place, text);
    return true;
  } catch {
    return false;
  }
}
