import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { historyQuery } from '@/api/context';
import { explain } from '@/api/problem';
import { Revision } from '@/components/ui/Stamp';
import { Waiting } from '@/components/ui/Waiting';
import { CHANGE_WORDS, causeOf, fieldsOf, SHOWN } from '@/lib/bcm/history';
import { ago } from '@/lib/format';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** The last versions of the context: the only things that happened so far. */
export function Activity() {
  const { data, error } = useQuery(historyQuery(SHOWN + 1));
  return (
    <Cell heading="Recent activity">
      {error ? <p className={styles.note}>{explain(error)}</p> : null}
      {!data && !error ? <Waiting lines={2} label="Loading the activity" /> : null}
      {data ? (
        <ol className={styles.entries}>
          {data.versions.slice(0, SHOWN).map((entry) => (
            <li key={entry.version}>
              <Revision version={entry.version} />
              <p>
                {CHANGE_WORDS[entry.change_type]}, {causeOf(entry)}
                <span className={styles.note}>
                  {' '}
                  {[fieldsOf(entry), ago(entry.created_at)].filter(Boolean).join(' · ')}
                </span>
              </p>
            </li>
          ))}
        </ol>
      ) : null}
      <p>
        <Link to="/settings/context">History and changes</Link>
      </p>
    </Cell>
  );
}
