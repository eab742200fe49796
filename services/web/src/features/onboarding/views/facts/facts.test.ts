import { describe, expect, it } from 'vitest';
import { settleAll, sourceNames } from './facts';

describe('facts', () => {
  it('settles only what is pending', () => {
    const stored = [
      { id: 'a' },
      { id: 'b', status: 'pending' },
      { id: 'c', status: 'edited' },
      { id: 'd', status: 'rejected' },
    ];
    expect(settleAll(stored, 'verified').map((fact) => (fact as { status?: string }).status)).toEqual([
      'verified',
      'verified',
      'edited',
      'rejected',
    ]);
  });

  it('names the evidence a fact rests on', () => {
    const fact = { id: 'a', sources: ['one', 'manual', 'gone'] };
    expect(sourceNames(fact, [{ id: 'one', name: 'Sales deck' }])).toEqual([
      'Sales deck',
      'Your own knowledge',
      'Evidence that was removed',
    ]);
  });
});
