import { ByPlace } from '@/components/ui/ByPlace';
import { words } from '@/lib/format';
import styles from './final.module.css';

const LABELS: Record<string, string> = {
  do: 'Do',
  dont: 'Do not',
  banned: 'Banned words',
  value_prop: 'Value proposition',
  kpis: 'Key figures',
  tam: 'Total market',
  sam: 'Serviceable market',
  som: 'Obtainable market',
};

/** Any value of the manifest, as it is read: members as a list of names, lists as lines. */
export function ManifestValue({ value }: { value: unknown }) {
  if (Array.isArray(value)) {
    return (
      <ul className={styles.values}>
        <ByPlace items={value}>
          {(item) => (
            <li>
              <ManifestValue value={item} />
            </li>
          )}
        </ByPlace>
      </ul>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className={styles.members}>
        {Object.entries(value).map(([name, inner]) => (
          <div key={name}>
            <dt>{LABELS[name] ?? words(name)}</dt>
            <dd>
              <ManifestValue value={inner} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <>{String(value)}</>;
}
