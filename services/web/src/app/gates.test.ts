import { describe, expect, it } from 'vitest';
import { decide, type Gate, HOME, type Need, ownPath } from './gates';

const GATES = Object.keys(HOME) as Gate[];
const NEEDS: Need[] = ['public', 'session', 'workspace', 'paid', 'onboarded', 'bcm'];
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
      const decision = decide(gate, need);
      if (decision.go !== 'redirect') continue;
      expect(decide(gate, NEED_OF[decision.to] ?? 'bcm')).toEqual({ go: 'render' });
    }
  });

  it('a missing manifest holds the tools that need it and nothing else', () => {
    expect(decide('bcm-missing', 'bcm')).toEqual({ go: 'hold' });
    expect(decide('bcm-missing', 'onboarded')).toEqual({ go: 'render' });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', 7, null])(
    'never leads away to %s',
    (path) => expect(ownPath(path)).toBeUndefined(),
  );

  it('keeps a path of its own', () => expect(ownPath('/dashboard?tab=2#x')).toBe('/dashboard?tab=2#x'));
});
