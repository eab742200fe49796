import { describe, expect, it } from 'vitest';
import { placed, primaryRule, warningOf } from './channels';

describe('channels in tiers', () => {
  it('move keeps what else is known of them', () => {
    expect(placed([{ id: 'x', tier: 'avoid', name: 'Founder on X' }], 'x', 'primary')).toEqual([
      { id: 'x', tier: 'primary', name: 'Founder on X' },
    ]);
  });

  it('count newsletter and blog as owned when they are placed', () => {
    expect(placed([], 'newsletter', 'primary')).toEqual([{ id: 'newsletter', tier: 'primary', is_owned: true }]);
    expect(placed([], 'tiktok', 'avoid')).toEqual([{ id: 'tiktok', tier: 'avoid', is_owned: false }]);
  });

  it('leave the board again', () => {
    expect(placed([{ id: 'x', tier: 'avoid' }], 'x', undefined)).toEqual([]);
  });

  it('may have one to three primary ones', () => {
    const primary = (n: number) => Array.from({ length: n }, (_, index) => ({ id: String(index), tier: 'primary' }));
    expect(primaryRule(primary(0))).toContain('one to three');
    expect(primaryRule(primary(3))).toBeUndefined();
    expect(primaryRule(primary(4))).toBe(
      '4 channels are primary. Keep to three, so that each gets enough effort to work.',
    );
  });

  it('warn when an avoided one becomes primary', () => {
    expect(warningOf({ id: 'x', tier: 'avoid' }, 'primary')).toBe(true);
    expect(warningOf({ id: 'x', tier: 'avoid' }, 'tertiary')).toBe(false);
    expect(warningOf(undefined, 'primary')).toBe(false);
  });
});
