import type { Choice } from '@/components/ui/Select';

const ZONES = [
  ['Asia/Kolkata', 'India'],
  ['UTC', 'UTC'],
  ['Asia/Dubai', 'Dubai'],
  ['Asia/Singapore', 'Singapore'],
  ['Europe/London', 'London'],
  ['America/New_York', 'New York'],
  ['America/Los_Angeles', 'Los Angeles'],
] as const;

/** The time zones on offer, and the one that is set already if it is another. */
export function zoneChoices(current: string): Choice[] {
  const choices: Choice[] = ZONES.map(([value, label]) => ({
    value,
    label: value === label ? label : `${label} (${value})`,
  }));
  return choices.some((choice) => choice.value === current)
    ? choices
    : [...choices, { value: current, label: current }];
}
