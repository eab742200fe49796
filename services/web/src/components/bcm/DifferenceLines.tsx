import { useQueries } from '@tanstack/react-query';
import { versionQuery } from '@/api/context';
import { Notice } from '@/components/ui/Notice';
import { Waiting } from '@/components/ui/Waiting';
import { type Change, difference } from '@/lib/bcm/difference';
import { contextWords } from '@/lib/bcm-client';
import styles from './BCMDifference.module.css';

/** The lines that were added, removed and changed from one version to another, by group and field. */
export function DifferenceLines({ from, to }: { from: string; to: string }) {
  const [before, after] = useQueries({ queries: [versionQuery(from), versionQuery(to)] });
  const error = before.error ?? after.error;
  if (error) {
    return (
      <Notice kind="error">
        <p>{contextWords(error)}</p>
      </Notice>
    );
  }
  if (!before.data || !after.data) return <Waiting lines={5} label="Comparing" />;
  const groups = difference(before.data.manifest, after.data.manifest);
  if (groups.length === 0) return <p>Both versions say the same.</p>;
  return groups.map((group) => (
    <section key={group.title} className={styles.group} aria-label={group.title}>
      <h3>{group.title}</h3>
      {group.fields.map((field) => (
        <div key={field.title} className={styles.field}>
          <h4 className={styles.name}>{field.title}</h4>
          <ul className={styles.lines}>
            {field.changes.map((change) => (
              <Line key={JSON.stringify(change)} change={change} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  ));
}

function Line({ change }: { change: Change }) {
  switch (change.kind) {
    case 'added':
      return (
        <li>
          <span className={styles.sign}>Added</span> <ins>{change.to}</ins>
        </li>
      );
    case 'removed':
      return (
        <li>
          <span className={styles.sign}>Removed</span> <del>{change.from}</del>
        </li>
      );
    case 'changed':
      return (
        <>
          <li>
            <span className={styles.sign}>Was</span> <del>{change.from}</del>
          </li>
          <li>
            <span className={styles.sign}>Is now</span> <ins>{change.to}</ins>
          </li>
        </>
      );
  }
}
