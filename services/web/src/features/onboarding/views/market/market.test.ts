import { describe, expect, it } from 'vitest';
import { brokenOrder, inWords, money, sectionsOf } from './market';

describe('market sizes', () => {
  it('keep parts within their wholes', () => {
    expect(brokenOrder({ tam: 100, sam: 50, som: 50 })).toBeUndefined();
    expect(brokenOrder({ tam: 100, sam: 101 })?.size).toBe('sam');
    expect(brokenOrder({ sam: 10, som: 11 })?.words).toBe(
      'The obtainable market is a part of the serviceable market, so it cannot be larger.',
    );
    expect(brokenOrder({ tam: 5, som: 6 })?.size).toBe('som');
  });

  it('are read in lakh and crore', () => {
    expect(inWords(6_500_000_000)).toBe('650 crore');
    expect(inWords(250_000)).toBe('2.5 lakh');
    expect(inWords(3_200_000_000_000)).toBe('3.2 lakh crore');
    expect(inWords(99_999)).toBe('');
    expect(money(84_000_000, 'INR')).toBe('₹8,40,00,000');
    expect(money(84_000_000, 'USD')).toBe('USD 8,40,00,000');
  });

  it('are drawn by area while all can be seen', () => {
    expect(sectionsOf({ tam: 400, sam: 100, som: 4 })).toEqual({
      scale: 'area',
      parts: [
        { size: 'tam', side: 100 },
        { size: 'sam', side: 50 },
        { size: 'som', side: 10 },
      ],
    });
  });

  it('are drawn by magnitude when one would vanish', () => {
    const { scale, parts } = sectionsOf({ tam: 999_999, sam: 999 });
    expect(scale).toBe('log');
    expect(parts.map(({ side }) => side)).toEqual([100, 50]);
  });

  it('are not drawn before one is known', () => {
    expect(sectionsOf({ tam: 0 }).parts).toEqual([]);
  });
});
