import { describe, expect, it } from 'vitest';
import { lengthOf } from './soundbites';

describe('the length of a soundbite', () => {
  it('is short up to 80 characters, medium up to 160, then long', () => {
    expect([80, 81, 160, 161].map((n) => lengthOf('a'.repeat(n)))).toEqual(['short', 'medium', 'medium', 'long']);
  });

  it('counts what a reader sees, not bytes', () => {
    expect(lengthOf('म'.repeat(80))).toBe('short');
  });
});
