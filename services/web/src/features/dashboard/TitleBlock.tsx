import type { Manifest } from '@/api/context';
import { Revision } from '@/components/ui/Stamp';
import { term } from '@/lib/bcm/readable';
import { date } from '@/lib/format';
import styles from './TitleBlock.module.css';

/** The block that names a drawing: whose it is, what it shows, its revision and when it was checked. */
export function TitleBlock({ manifest }: { manifest: Manifest }) {
  const { foundation, messaging } = manifest.manifest;
  const { company } = foundation;
  const line = messaging?.one_liner ?? messaging?.positioning_statement ?? foundation.value_prop;
  return (
    <section className={styles.block} aria-label="Company">
      <div className={styles.subject}>
        <h2 className={styles.company} dir="auto">
          {company.name}
        </h2>
        {line ? (
          <p className={styles.line} dir="auto">
            {line}
          </p>
        ) : (
          <p className={styles.line}>No positioning line stands in this version. You write one in step 14.</p>
        )}
      </div>
      <dl className={styles.marks}>
        <Mark label="Industry" value={term(company.industry)} />
        <Mark label="Stage" value={term(company.stage)} />
        <Mark label="Revision" value={<Revision version={manifest.version} />} />
        <Mark label="Checked" value={date(manifest.refreshed_at)} />
      </dl>
    </section>
  );
}

function Mark({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <div className={styles.mark}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
