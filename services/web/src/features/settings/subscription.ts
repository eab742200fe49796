import type { Schemas } from '@/api/client';
import { date, words } from '@/lib/format';

type Subscription = Schemas['SubscriptionView'];
type Kind = 'plain' | 'done' | 'draft' | 'stale' | 'wrong' | 'active';

const DAY = 86_400_000;
/** Renewal opens this long before the end of a period. */
const WINDOW = 7 * DAY;

export const SUBSCRIPTION_WORDS: Record<Schemas['SubscriptionStatus'], { word: string; kind: Kind }> = {
  none: { word: 'None', kind: 'plain' },
  trial: { word: 'Trial', kind: 'active' },
  active: { word: 'Active', kind: 'done' },
  past_due: { word: 'Payment overdue', kind: 'wrong' },
  canceled: { word: 'Cancelled', kind: 'draft' },
  unpaid: { word: 'Unpaid', kind: 'wrong' },
  incomplete: { word: 'Payment not completed', kind: 'draft' },
  incomplete_expired: { word: 'Payment not completed', kind: 'plain' },
  paused: { word: 'Paused', kind: 'draft' },
};

/** When the next payment is due and whether it can be made already. */
export function renewal(subscription: Subscription, now = Date.now()): { open: boolean; words: string } | null {
  const { status, current_period_end: end, grace_period_end: grace } = subscription;
  if (!end) return null;
  if (status === 'past_due') {
    return {
      open: true,
      words: `The period ended on ${date(end)}.${grace ? ` Access stays until ${date(grace)}.` : ''}`,
    };
  }
  if (status === 'canceled') return { open: false, words: `Cancelled. Access stays until ${date(end)}.` };
  if (status !== 'active') return null;
  const opens = new Date(end).getTime() - WINDOW;
  if (now >= opens) return { open: true, words: `The period ends on ${date(end)}. Nothing is charged by itself.` };
  return {
    open: false,
    words: `Nothing is charged by itself. Renewal opens on ${date(opens)}.`,
  };
}

/** The plan that follows at the end of the period. */
export function pendingWords({
  pending_plan: plan,
  pending_cycle: cycle,
  current_period_end: end,
}: Subscription): string | null {
  if (!plan && !cycle) return null;
  const change = [plan && words(plan), cycle].filter(Boolean).join(', ');
  return end ? `${change}, from ${date(end)}` : change;
}
