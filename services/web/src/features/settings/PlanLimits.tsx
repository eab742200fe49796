import { useQuery } from '@tanstack/react-query';
import { type Limits, usageQuery } from '@/api/billing';
import { Facts } from '@/components/ui/Facts';
import { LoadError } from '@/components/ui/LoadError';
import { Ruler } from '@/components/ui/Ruler';
import { Waiting } from '@/components/ui/Waiting';
import { grouped } from '@/lib/format';

const NAMES: [keyof Limits, string, string?][] = [
  ['moves_per_week', 'New moves a week'],
  ['campaigns', 'Campaigns'],
  ['icps', 'Customer profiles'],
  ['team_seats', 'Team seats'],
  ['storage_gb', 'Storage', 'GB'],
  ['max_file_mb', 'Largest file', 'MB'],
  ['ai_generations_per_day', 'Generations a day'],
  ['api_calls_per_hour', 'API calls an hour'],
];

/** What the plan allows; what is used stands beside it where it is counted. */
export function PlanLimits() {
  const use = useQuery(usageQuery);
  if (use.isError) return <LoadError query={use} />;
  if (use.isPending) return <Waiting lines={4} label="Loading the limits" />;
  const { limits, usage } = use.data;
  const used = usage.api_calls_per_hour;
  const calls = limits.api_calls_per_hour;
  return (
    <>
      <Facts facts={NAMES.map(([name, label, unit]) => ({ label, value: limit(limits[name], unit) }))} />
      {used !== null && calls > 0 ? (
        <Ruler
          label="API calls in this hour"
          value={used}
          max={calls}
          text={`${grouped(used)} of ${grouped(calls)}`}
          ticks={4}
        />
      ) : null}
    </>
  );
}

function limit(value: number, unit?: string): string {
  if (value < 0) return 'Unlimited';
  return unit ? `${grouped(value)} ${unit}` : grouped(value);
}
