import { codePoints } from '@/lib/format';

export type Length = 'short' | 'medium' | 'long';

const SHORT = 80;
const MEDIUM = 160;

export function lengthOf(content: string): Length {
  const length = codePoints(content.trim().normalize('NFC'));
  if (length <= SHORT) return 'short';
  return length <= MEDIUM ? 'medium' : 'long';
}
