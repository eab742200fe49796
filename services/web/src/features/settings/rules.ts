import { codePoints } from '@/lib/format';

export const NAME_LENGTH = 255;

export const WRONG_PASSWORD = 'This is not your password.';

/** What is wrong with a text that may be left empty. */
export function textFault(text: string, most: number): string | undefined {
  return codePoints(text.trim()) > most ? `Keep it to ${most} characters.` : undefined;
}

/** What is wrong with a text that has to be there; `missing` asks for it. */
export function neededFault(text: string, most: number, missing: string): string | undefined {
  return text.trim() ? textFault(text, most) : missing;
}
