import { describe, expect, it } from 'vitest';
import { elsewhere, type Gate, HOME, type Need, ownPath } from './gates';

const GATES = Object.keys(HOME) as Gate[];
const NEEDS: Need[] = ['public', 'session', 'workspace', 'paid', 'onboarded'];
/** What the page at the home of each gate needs. */
const NEED_OF: Record<string, Need> = {
  '/signin': 'public',
  '/account/banned': 'public',
  '/account/suspended': 'public',
  '/account/reactivate': 'public',
  '/onboarding': 'session',
  '/onboarding/plans': 'workspace',
  '/dashboard': 'onboarded',
};

describe('gates', () => {
  it.each(GATES)('nobody at the gate %s is led to a page that the gate keeps shut', (gate) => {
    for (const need of NEEDS) {
      const to = elsewhere(gate, need);
      if (to) expect(elsewhere(gate, NEED_OF[to] ?? 'onboarded')).toBeUndefined();
    }
  });

  it('a missing manifest leads nobody away: each page explains what it lacks', () => {
    expect(elsewhere('bcm-missing', 'onboarded')).toBeUndefined();
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    7,
    null,
  ])('never leads away to %s', (path) => expect(ownPath(path)).toBeUndefined());

  it('keeps a path of its own', () => expect(ownPath('/dashboard?tab=2#x')).toBe('/dashboard?tab=2#x'));
});
