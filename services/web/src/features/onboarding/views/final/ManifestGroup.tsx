import { words } from '@/lib/format';
import styles from './final.module.css';
import { ManifestValue } from './ManifestValue';

const NAMES: Record<string, string> = { icps: 'Customer profiles', competitive: 'Competition' };

/** One group of the manifest, folded. */
export function ManifestGroup({ name, value }: { name: string; value: unknown }) {
  if (value === undefined || value === null) return null;
  return (
    <details className={styles.group} open={name === 'foundation'}>
      <summary>{NAMES[name] ?? words(name)}</summary>
      <ManifestValue value={value} />
    </details>
  );
}
