import type { StepValue } from '@/api/onboarding';
import { ByPlace } from '@/components/ui/ByPlace';
import type { Json } from '@/lib/autosave/merge3';
import { words } from '@/lib/format';
import { plainLabel } from '@/lib/steps/pointers';
import styles from './Readable.module.css';

type Props = { value: Json | undefined; rule?: StepValue };

/** Any answer as a person reads it, members in the order of the form. */
export function Readable({ value, rule }: Props) {
  if (value === undefined || value === null || value === '') return <span className={styles.none}>Nothing</span>;
  if (typeof value === 'boolean') return <span>{value ? 'Yes' : 'No'}</span>;
  if (typeof value !== 'object') return <span className={styles.text}>{labelled(value, rule)}</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className={styles.none}>Nothing</span>;
    return (
      <ul className={styles.list}>
        <ByPlace items={value}>
          {(item) => (
            <li>
              <Readable value={item} rule={rule?.item} />
            </li>
          )}
        </ByPlace>
      </ul>
    );
  }
  const place = (name: string) => rule?.fields?.findIndex((field) => field.name === name) ?? 0;
  const members = Object.entries(value)
    .filter(([name, inner]) => isWorthReading(name, inner))
    .sort(([one], [other]) => place(one) - place(other));
  return (
    <dl className={styles.members}>
      {members.map(([name, inner]) => {
        const field = rule?.fields?.find((one) => one.name === name);
        return (
          <div key={name}>
            <dt>{field ? plainLabel(field.label) : words(name)}</dt>
            <dd>
              <Readable value={inner} rule={field} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function labelled(value: string | number, rule?: StepValue): string {
  const choice = rule?.choices?.find((one) => one.value === value);
  return choice?.label ?? String(value);
}

const UNREADABLE = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Ids say nothing to a person. */
function isWorthReading(name: string, value: Json | undefined): boolean {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return false;
  return !(typeof value === 'string' && UNREADABLE.test(value)) && name !== 'sources' && name !== 'evidence_ids';
}
