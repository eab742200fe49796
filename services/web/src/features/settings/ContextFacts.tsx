import type { Manifest } from '@/api/context';
import { Facts } from '@/components/ui/Facts';
import { words } from '@/lib/format';
import styles from './Settings.module.css';

const STEPS = 23;
const CHECKSUM_SHOWN = 8;

/** The marks of the version in force. */
export function ContextFacts({ manifest }: { manifest: Manifest }) {
  const { meta } = manifest.manifest;
  const level = meta.compression_level;
  return (
    <Facts
      facts={[
        { label: 'Completion', value: `${meta.completed_steps ?? 0} of ${STEPS} steps answered` },
        {
          label: 'Shortening',
          value:
            !level || level === 'none'
              ? 'None, everything fits'
              : `${words(level)}: the least important parts are left out`,
        },
        { label: 'Checksum', value: <span className={styles.slug}>{manifest.checksum.slice(0, CHECKSUM_SHOWN)}</span> },
      ]}
    />
  );
}
