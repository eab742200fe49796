import type { FinalizeResult } from '@/api/onboarding';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { Revision } from '@/components/ui/Stamp';
import { dateTime } from '@/lib/format';
import styles from './SystemsOnline.module.css';

const SYSTEMS = ['Positioning', 'Customer profiles', 'Messaging', 'Channels', 'Manifest'];

/** The last screen: the drawing is complete. Drawn once, and nothing moves for who prefers that. */
export function SystemsOnline({ result }: { result: FinalizeResult }) {
  return (
    <main className={styles.page} id="content" tabIndex={-1}>
      <div className={styles.sheet}>
        <PageTitle title="Systems online" code="BCM / ISSUED">
          <p>Your answers are now one verified document. Every part of RaptorFlow reads it from here on.</p>
        </PageTitle>
        <ul className={styles.systems}>
          {SYSTEMS.map((name) => (
            <li key={name} className={styles.system}>
              <span>{name}</span>
              <span className={styles.line} aria-hidden="true" />
              <span className={styles.state}>online</span>
            </li>
          ))}
        </ul>
        <dl className={styles.block}>
          <div>
            <dt>Version</dt>
            <dd>
              <Revision version={result.bcm_version} />
            </dd>
          </div>
          <div>
            <dt>Steps</dt>
            <dd>
              {result.completed_steps} of {result.total_steps}
            </dd>
          </div>
          <div>
            <dt>Checksum</dt>
            <dd className={styles.mono}>{result.bcm_checksum.slice(0, 8)}</dd>
          </div>
          <div>
            <dt>Issued</dt>
            <dd>{dateTime(result.finalized_at)}</dd>
          </div>
        </dl>
        <div>
          <LinkButton to="/dashboard" kind="primary">
            Go to the dashboard
          </LinkButton>
        </div>
      </div>
    </main>
  );
}
