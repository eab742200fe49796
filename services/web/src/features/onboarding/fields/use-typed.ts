import { useState } from 'react';
import type { Json } from '@/lib/autosave/merge3';
import { asText } from './use-value';

/** What was typed stays as it was typed while it means the stored number; what is no number is kept as text, for the rules to tell. */
export function useTyped(value: Json | undefined, put: (value: Json | undefined) => void, unit = 1) {
  const [typing, setTyping] = useState<string | null>(null);
  const stored = typeof value === 'number' ? String(value / unit) : asText(value);
  const current = typing !== null && parse(typing, unit) === (value ?? undefined);
  return {
    text: current ? typing : stored,
    type(text: string) {
      setTyping(text);
      put(parse(text, unit));
    },
    leave: () => setTyping(null),
  };
}

/** `1,00,000` and `₹ 499.50` are numbers, too. */
export function parse(text: string, unit = 1): number | string | undefined {
  const plain = text.replace(/[,\s₹_]/g, '');
  if (plain === '') return undefined;
  return /^-?\d*\.?\d*$/.test(plain) && /\d/.test(plain) ? toUnits(Number(plain), unit) : text;
}

/** In the smallest unit, without the dust of binary fractions. */
function toUnits(value: number, unit: number): number {
  return unit === 1 ? value : Number((value * unit).toFixed(4));
}
