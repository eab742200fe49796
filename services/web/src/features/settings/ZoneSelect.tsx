import { type Choice, Select } from '@/components/ui/Select';

const ZONES: readonly Choice[] = [
  { value: 'Asia/Kolkata', label: 'India (Asia/Kolkata)' },
  { value: 'UTC', label: 'UTC' },
  { value: 'Asia/Dubai', label: 'Dubai (Asia/Dubai)' },
  { value: 'Asia/Singapore', label: 'Singapore (Asia/Singapore)' },
  { value: 'Europe/London', label: 'London (Europe/London)' },
  { value: 'America/New_York', label: 'New York (America/New_York)' },
  { value: 'America/Los_Angeles', label: 'Los Angeles (America/Los_Angeles)' },
];

type Props = {
  /** Set already: on offer even if it is another one. */
  current: string;
  value: string | undefined;
  error: string | undefined;
  onValue(value: string | undefined): void;
};

export function ZoneSelect({ current, ...choice }: Props) {
  const known = ZONES.some(({ value }) => value === current);
  return (
    <Select
      label="Time zone"
      required
      choices={known ? ZONES : [...ZONES, { value: current, label: current }]}
      {...choice}
    />
  );
}
