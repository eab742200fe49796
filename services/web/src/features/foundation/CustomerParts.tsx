import type { ManifestContent } from '@/api/context';
import { percent, term } from '@/lib/bcm/readable';
import { Chapter } from './Chapter';
import styles from './Foundation.module.css';
import { Lines } from './Lines';
import { Part } from './Part';

type Icp = NonNullable<ManifestContent['icps']>[number];

export function CustomerParts({ content: { icps = [], foundation } }: { content: ManifestContent }) {
  return (
    <Chapter id="customers" title="Customers">
      <Part title="Audience" step={16}>
        {foundation.audience && <p>{foundation.audience}</p>}
      </Part>
      {icps.length === 0 ? <Part title="Customer profiles" step={16} /> : null}
      {icps.map((icp, index) => (
        <Part key={icp.segment} title={index === 0 ? 'Primary customer' : `Customer ${index + 1}`} step={16}>
          <Profile icp={icp} />
        </Part>
      ))}
    </Chapter>
  );
}

function Profile({ icp }: { icp: Icp }) {
  return (
    <>
      <p className={styles.statement}>
        {icp.segment}
        {icp.confidence === undefined ? null : (
          <span className={styles.note}> Confidence {percent(icp.confidence)}</span>
        )}
      </p>
      {icp.description ? <p>{icp.description}</p> : null}
      <div className={styles.columns}>
        <Lines label="Pains" lines={icp.pain_points} />
        <Lines label="Goals" lines={icp.goals} />
        <Lines label="What sets them in motion" lines={icp.triggers} />
        <Lines label="What holds them back" lines={icp.objections} />
        <Lines label="Where they are" inline lines={icp.channels?.map(term)} />
      </div>
    </>
  );
}
