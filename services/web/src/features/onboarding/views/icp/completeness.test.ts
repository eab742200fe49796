import { describe, expect, it } from 'vitest';
import { completenessOf, primaryOf } from './completeness';

const some = (n: number) => Array.from({ length: n }, (_, index) => ({ id: String(index) }));
const WHOLE = {
  id: 'whole',
  name: 'Owner',
  description: 'Runs a group of outlets',
  company_size: '80 people',
  vertical: 'Dining',
  pains: some(3),
  goals: some(3),
  objections: some(4),
  triggers: some(4),
};

describe('completeness of a profile', () => {
  it('is whole when every part counts fully', () => {
    // 4 x 0.5 + 1.5 + 1.5 + 1 + 1 is more than the 6 it is measured by.
    expect(completenessOf(WHOLE)).toEqual({ share: 1, missing: [] });
  });

  it('grows by half a point for each of the first three pains and no more', () => {
    const shares = [0, 1, 3, 9].map((n) => completenessOf({ id: 'a', pains: some(n) }).share);
    expect(shares).toEqual([0, 0.08, 0.25, 0.25]);
  });

  it('says what would add to it', () => {
    expect(completenessOf({ ...WHOLE, vertical: ' ', goals: some(1), objections: [] }).missing).toEqual([
      'a vertical',
      '2 more goals',
      '4 objections',
    ]);
  });

  it('makes the most complete profile the primary one, the first of equals', () => {
    expect(primaryOf([{ id: 'a', name: 'A' }, WHOLE])).toBe('whole');
    expect(
      primaryOf([
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B' },
      ]),
    ).toBe('a');
    expect(primaryOf([])).toBeUndefined();
  });
});
