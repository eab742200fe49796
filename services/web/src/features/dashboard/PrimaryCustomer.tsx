import { Link } from '@tanstack/react-router';
import type { ManifestContent } from '@/api/context';
import { percent } from '@/lib/bcm/readable';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

type Icp = NonNullable<ManifestContent['icps']>[number];

const SHOWN = 3;

/** The customer that everything is written for first. */
export function PrimaryCustomer({ icp }: { icp: Icp | undefined }) {
  if (!icp) {
    return (
      <Cell heading="Primary customer">
        <p>
          No customer profile stands in this version. You describe one in{' '}
          <Link to="/onboarding/session/step/$n" params={{ n: '16' }}>
            step 16, Customer profiles
          </Link>
          .
        </p>
      </Cell>
    );
  }
  const confidence = icp.confidence === undefined ? undefined : `Confidence ${percent(icp.confidence)}`;
  return (
    <Cell heading="Primary customer" code={confidence}>
      <div className={styles.prose} dir="auto">
        <h3>{icp.segment}</h3>
        {icp.description ? <p>{icp.description}</p> : null}
      </div>
      <div className={styles.columns}>
        <Lines label="Pains" lines={icp.pain_points} />
        <Lines label="Goals" lines={icp.goals} />
      </div>
    </Cell>
  );
}

function Lines({ label, lines = [] }: { label: string; lines?: string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <p className={styles.label}>{label}</p>
      <ul className={styles.list}>
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line} dir="auto">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}
