import { describe, expect, it } from 'vitest';
import { inTheWay } from './truth';

describe('locking the truth sheet', () => {
  it('needs a row', () => {
    expect(inTheWay([], 0)).toEqual([{ words: 'The sheet has no row yet.' }]);
  });

  it('waits for rows that need review, lack words, or rest on an open critical clash', () => {
    const rows = [
      { id: 'a', label: 'Company', value: 'Katori', status: 'confirmed' },
      { id: 'b', label: 'Team', value: '14 people' },
      { id: 'c', label: 'Price', status: 'confirmed' },
    ];
    expect(inTheWay(rows, 1).map((obstacle) => obstacle.words)).toEqual([
      'Price has no value.',
      'Team needs review.',
      'A critical clash of step 3 is not resolved.',
    ]);
  });

  it('takes a row that is known to be unknown as settled', () => {
    expect(inTheWay([{ id: 'a', label: 'Founded', value: 'not on record', status: 'unknown' }], 0)).toEqual([]);
  });
});
