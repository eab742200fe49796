import type { Standing } from '@/lib/bcm/standing';
import styles from './FreshnessMark.module.css';

/** The line of the standing: solid heavy fresh, hatched stale and expired, dashed missing, chain while it is built. */
export function FreshnessMark({ standing }: { standing: Standing | 'building' | undefined }) {
  const hatched = standing === 'stale' || standing === 'expired';
  return (
    <svg className={`${styles.mark} ${styles[standing ?? 'missing']}`} viewBox="0 0 32 12" aria-hidden="true">
      {hatched ? (
        <>
          <rect x="1" y="1" width="30" height="10" className={styles.edge} />
          <path d="M1 8 8 1M3 11 13 1M8 11 18 1M13 11 23 1M18 11 28 1M23 11 31 3M28 11 31 8" className={styles.hatch} />
        </>
      ) : (
        <line x1="0" x2="32" y1="6" y2="6" className={styles.line} />
      )}
    </svg>
  );
}
