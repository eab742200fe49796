import { grouped } from '@/lib/format';

export const SIZES = ['tam', 'sam', 'som'] as const;
export type Size = (typeof SIZES)[number];
export type Values = Partial<Record<Size, number>>;

const NAMES: Record<Size, string> = {
  tam: 'total market',
  sam: 'serviceable market',
  som: 'obtainable market',
};

/** Which part is larger than the whole it belongs to. */
export function brokenOrder(values: Values): { size: Size; words: string } | undefined {
  for (const [whole, part] of [
    ['tam', 'sam'],
    ['sam', 'som'],
    ['tam', 'som'],
  ] as const) {
    const most = values[whole];
    const least = values[part];
    if (most !== undefined && least !== undefined && least > most) {
      return { size: part, words: `The ${NAMES[part]} is a part of the ${NAMES[whole]}, so it cannot be larger.` };
    }
  }
  return undefined;
}

const LAKH = 1e5;
const CRORE = 1e7;
const LAKH_CRORE = 1e12;
const FEW = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 2 });

/** "147 crore", "2.5 lakh"; nothing for amounts that read well as they are. */
export function inWords(value: number): string {
  if (value >= LAKH_CRORE) return `${FEW.format(value / LAKH_CRORE)} lakh crore`;
  if (value >= CRORE) return `${FEW.format(value / CRORE)} crore`;
  return value >= LAKH ? `${FEW.format(value / LAKH)} lakh` : '';
}

export function money(value: number, currency: string): string {
  return currency === 'INR' ? `₹${grouped(value)}` : `${currency} ${grouped(value)}`;
}

export type Section = { size: Size; side: number };
export type Sections = { scale: 'area' | 'log'; parts: Section[] };

/** Below this share of the side a square can no longer be seen or told from a point. */
const LEAST_SIDE = 0.06;
const WHOLE = 100;

/** The sides of nested squares, in percent of the largest: by area where that can be seen, by orders of magnitude otherwise. */
export function sectionsOf(values: Values): Sections {
  const known = SIZES.flatMap((size) => {
    const value = values[size];
    return value !== undefined && value > 0 ? [{ size, value }] : [];
  });
  const largest = Math.max(0, ...known.map(({ value }) => value));
  if (largest === 0) return { scale: 'area', parts: [] };
  const byArea = known.map(({ size, value }) => ({ size, side: Math.sqrt(value / largest) }));
  if (byArea.every(({ side }) => side >= LEAST_SIDE)) return { scale: 'area', parts: whole(byArea) };
  const digits = Math.log10(largest + 1);
  return {
    scale: 'log',
    parts: whole(known.map(({ size, value }) => ({ size, side: Math.log10(value + 1) / digits }))),
  };
}

function whole(parts: Section[]): Section[] {
  return parts.map(({ size, side }) => ({ size, side: Math.round(side * WHOLE * 10) / 10 }));
}
