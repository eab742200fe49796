import type { StepView } from '@/api/onboarding';

/** How a step stands, as its station on the line shows it. */
export type Mark = 'completed' | 'skipped' | 'changed' | 'blocked' | 'open' | 'locked';

export const SAYS: Record<Mark, string> = {
  completed: 'completed',
  skipped: 'skipped',
  changed: 'changed since',
  blocked: 'needs a decision',
  open: 'open',
  locked: 'not open yet',
};

export function markOf(step: StepView): Mark {
  if (step.skipped) return 'skipped';
  if (step.status === 'complete') return step.draft ? 'changed' : 'completed';
  if (!step.open) return 'locked';
  return step.status === 'blocked' ? 'blocked' : 'open';
}
