import type { Cycle, Plan } from '@/api/payments';
import { rupees } from './format';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'] as const;

export function price(plan: Plan, cycle: Cycle): number {
  return cycle === 'yearly' ? plan.yearly_paise : plan.monthly_paise;
}

/** What a year costs when it is paid by the month. */
export function yearByMonths(plan: Plan): number {
  return plan.monthly_paise * 12;
}

/** "Two months free", or nothing where a year saves no whole month. */
export function freeMonths(plan: Plan): string | undefined {
  const months = Math.floor((yearByMonths(plan) - plan.yearly_paise) / plan.monthly_paise);
  if (months < 1) return undefined;
  const word = NUMBERS[months] ?? String(months);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${months === 1 ? 'month' : 'months'} free`;
}

/** The other way to pay, in one line. */
export function alternative(plan: Plan, cycle: Cycle): string {
  if (cycle === 'yearly') return `Instead of ${rupees(yearByMonths(plan))} paid by the month`;
  const free = freeMonths(plan);
  return `Or ${rupees(plan.yearly_paise)} a year${free ? `, ${free.toLowerCase()}` : ''}`;
}

export function isCycle(text: unknown): text is Cycle {
  return text === 'monthly' || text === 'yearly';
}
