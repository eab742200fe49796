import { explain } from '@/api/problem';

/** The server's words as a sentence. */
export function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?]$/.test(start) ? start : `${start}.`;
}

export function explained(error: unknown): string {
  return sentence(explain(error));
}
