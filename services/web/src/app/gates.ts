import type { Session } from '@/api/session';

/** What keeps somebody from going further; product 2.3. */
export type Gate =
  | 'signed-out'
  | 'banned'
  | 'suspended'
  | 'deactivated'
  | 'no-workspace'
  | 'unpaid'
  | 'onboarding'
  | 'bcm-missing'
  | 'ready';

/** What a route needs before it may render. Each level implies the ones before it. */
export type Need = 'public' | 'session' | 'workspace' | 'paid' | 'onboarded';

export function gateOf(session: Session): Gate {
  if (!session) return 'signed-out';
  if (session.account_state !== 'active') return session.account_state;
  if (!session.user || !session.workspace) return 'no-workspace';
  if (!session.subscription || session.subscription.needs_payment) return 'unpaid';
  if (session.onboarding?.status !== 'completed') return 'onboarding';
  return session.bcm === null || session.bcm.freshness === 'missing' ? 'bcm-missing' : 'ready';
}

/** Where somebody at a gate belongs. */
export const HOME: Record<Gate, string> = {
  'signed-out': '/signin',
  banned: '/account/banned',
  suspended: '/account/suspended',
  deactivated: '/account/reactivate',
  'no-workspace': '/onboarding',
  unpaid: '/onboarding/plans',
  onboarding: '/onboarding',
  'bcm-missing': '/dashboard',
  ready: '/dashboard',
};

const REACHED: Record<Gate, Need> = {
  'signed-out': 'public',
  banned: 'public',
  suspended: 'public',
  deactivated: 'public',
  'no-workspace': 'session',
  unpaid: 'workspace',
  onboarding: 'paid',
  // What needs the manifest explains its absence itself.
  'bcm-missing': 'onboarded',
  ready: 'onboarded',
};

const ORDER: readonly Need[] = ['public', 'session', 'workspace', 'paid', 'onboarded'];

/** Where somebody is led instead of a route; nothing when they may see it. */
export function elsewhere(gate: Gate, need: Need): string | undefined {
  return ORDER.indexOf(REACHED[gate]) >= ORDER.indexOf(need) ? undefined : HOME[gate];
}

/** The notice in front of the plans for somebody whose subscription is over. */
export function lapsed(session: Session): 'expired' | 'suspended' | undefined {
  switch (session?.subscription?.status) {
    case 'unpaid':
    case 'paused':
      return 'suspended';
    case 'active':
    case 'trial':
    case 'past_due':
    case 'canceled':
      return 'expired';
    case 'none':
    case 'incomplete':
    case 'incomplete_expired':
    case undefined:
      return undefined;
  }
}

const HERE = 'https://here.invalid';

/** A path of this origin, or nothing: never somebody else's address. */
export function ownPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || !text.startsWith('/')) return undefined;
  // Browsers read more into a path than it says: backslashes and tabs, too, can begin an address.
  return URL.canParse(text, HERE) && new URL(text, HERE).origin === HERE ? text : undefined;
}
