import { Link } from '@tanstack/react-router';
import { Facts } from '@/components/ui/Facts';
import { Ruler } from '@/components/ui/Ruler';
import { Revision } from '@/components/ui/Stamp';
import { type Bcm, useBcm } from '@/hooks/useBcm';
import { STANDING_WORDS, standingDetail } from '@/lib/bcm/standing';
import { dateTime, grouped } from '@/lib/format';
import styles from './BCMIndicator.module.css';
import { FreshnessMark } from './FreshnessMark';

/** How fresh the context is and which version is in force; a line in the head, or everything about it. */
export function BCMIndicator({ variant = 'compact' }: { variant?: 'compact' | 'detailed' }) {
  const bcm = useBcm();
  return variant === 'compact' ? <Compact bcm={bcm} /> : <Detailed bcm={bcm} />;
}

function word({ building, failure, standing, unreachable }: Bcm): string {
  if (unreachable) return 'Not reached';
  if (building) return 'Rebuilding';
  if (failure) return 'Rebuild failed';
  return standing ? STANDING_WORDS[standing] : 'Loading';
}

function Compact({ bcm }: { bcm: Bcm }) {
  return (
    <Link to="/settings/context" className={styles.compact}>
      <FreshnessMark standing={bcm.building ? 'building' : bcm.standing} />
      <span>
        <span className="visually-hidden">Context:</span> {word(bcm)}
      </span>{' '}
      {bcm.manifest ? <Revision version={bcm.manifest.version} /> : null}
    </Link>
  );
}

const BUDGET = 1200;

function Detailed({ bcm }: { bcm: Bcm }) {
  const { manifest } = bcm;
  const budget = manifest?.manifest.meta.token_budget ?? BUDGET;
  return (
    <div className={styles.detailed}>
      <div className={styles.state}>
        <FreshnessMark standing={bcm.building ? 'building' : bcm.standing} />
        <p>
          <strong>{word(bcm)}</strong>
          <span className={styles.detail}>{manifest === undefined ? '' : standingDetail(manifest)}</span>
        </p>
      </div>
      {manifest ? (
        <>
          <Facts
            facts={[
              { label: 'Version', value: <Revision version={manifest.version} /> },
              { label: 'Made', value: dateTime(manifest.created_at) },
              { label: 'Checked', value: dateTime(manifest.refreshed_at) },
            ]}
          />
          <Ruler
            label="Size"
            value={manifest.token_count}
            max={budget}
            text={`${grouped(manifest.token_count)} of ${grouped(budget)} tokens`}
            ticks={4}
          />
        </>
      ) : null}
    </div>
  );
}
