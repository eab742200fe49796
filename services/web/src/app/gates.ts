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
export type Need = 'public' | 'session' | 'workspace' | 'paid' | 'onboarded' | 'bcm';

export type Decision = { go: 'render' } | { go: 'hold' } | { go: 'redirect'; to: string };

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
  'bcm-missing': 'onboarded',
  ready: 'bcm',
};

const ORDER: readonly Need[] = ['public', 'session', 'workspace', 'paid', 'onboarded', 'bcm'];

/** Whether a route renders, is held back behind an explanation, or leads elsewhere. */
export function decide(gate: Gate, need: Need): Decision {
  if (ORDER.indexOf(REACHED[gate]) >= ORDER.indexOf(need)) return { go: 'render' };
  if (gate === 'bcm-missing') return { go: 'hold' };
  return { go: 'redirect', to: HOME[gate] };
}

/** A path of this origin, or nothing: never somebody else's address. */
export function ownPath(text: unknown): string | undefined {
  return typeof text === 'string' && /^\/(?![/\\])/.test(text) ? text : undefined;
}
