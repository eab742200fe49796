/** Made when first asked for: together they would take a phone longer than all else that a page begins with. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const inRupees = (maximumFractionDigits: number) =>
  once(() => new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', maximumFractionDigits }));
const RUPEES = inRupees(2);
const WHOLE_RUPEES = inRupees(0);
const NUMBER = once(() => new Intl.NumberFormat('en-IN'));
const DATE = once(() => new Intl.DateTimeFormat('en-IN', { day: 'numeric', month: 'long', year: 'numeric' }));
const TIME = once(() => new Intl.DateTimeFormat('en-IN', { hour: 'numeric', minute: '2-digit' }));
const RELATIVE = once(() => new Intl.RelativeTimeFormat('en-IN', { numeric: 'auto' }));

/** Paise as rupees with Indian grouping: ₹1,00,000. */
export function rupees(paise: number): string {
  return (paise % 100 === 0 ? WHOLE_RUPEES : RUPEES)().format(paise / 100);
}

/** A number with Indian grouping. */
export function grouped(value: number): string {
  return NUMBER().format(value);
}

export function date(at: string | number | Date): string {
  return DATE().format(new Date(at));
}

export function time(at: string | number | Date): string {
  return TIME().format(new Date(at));
}

export function dateTime(at: string | number | Date): string {
  return `${date(at)}, ${time(at)}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, in the largest fitting unit. */
export function ago(at: string | number | Date, now = Date.now()): string {
  const past = new Date(at).getTime() - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(past) >= length) return RELATIVE().format(Math.round(past / length), unit);
  }
  return 'just now';
}

/** Code points, as the API counts lengths. */
export function codePoints(text: string): number {
  return [...text].length;
}

/** `primary_channels` as "Primary channels". */
export function words(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
