import type { ManifestContent } from '@/api/context';
import { BCMGate } from '@/components/bcm/BCMGate';
import { LinkButton } from '@/components/ui/Button';
import { type Fact, Facts } from '@/components/ui/Facts';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Stamp } from '@/components/ui/Stamp';
import { ChainLine } from './ChainLine';
import styles from './Planned.module.css';

type Props = {
  title: string;
  code: string;
  lead: string;
  /** Marks along the line, such as days. */
  marks: readonly string[];
  lineLabel: string;
  /** What one will be able to do here. */
  points: readonly { title: string; text: string }[];
  /** What of the context it will be made from, as it stands today. */
  groundwork(content: ManifestContent): Fact[];
};

/** A sheet that is drawn but not built: what will stand here, and what it will be made from. */
export function PlannedPage({ title, code, lead, marks, lineLabel, points, groundwork }: Props) {
  return (
    <>
      <PageTitle title={title} code={code}>
        <p>{lead}</p>
      </PageTitle>
      <BCMGate what={title}>
        {({ manifest, blocked }) => (
          <Sheet className={styles.sheet}>
            <div className={styles.part}>
              <p>
                <Stamp>Planned</Stamp>
              </p>
              <ChainLine marks={marks} label={lineLabel} />
            </div>
            <div className={styles.part}>
              <h2>What will stand here</h2>
              <dl className={styles.points}>
                {points.map((point) => (
                  <div key={point.title}>
                    <dt>{point.title}</dt>
                    <dd>{point.text}</dd>
                  </div>
                ))}
              </dl>
            </div>
            <div className={styles.part}>
              <h2>What it will be made from</h2>
              <p className={styles.note}>
                {blocked ??
                  'These parts of your context are read first. What is wrong here would be wrong there as well.'}
              </p>
              <Facts facts={groundwork(manifest.manifest)} />
              <div>
                <LinkButton to="/foundation" kind="primary">
                  Check the foundation
                </LinkButton>
              </div>
            </div>
          </Sheet>
        )}
      </BCMGate>
    </>
  );
}
