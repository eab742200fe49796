import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { historyQuery } from '@/api/context';
import { LoadError } from '@/components/ui/LoadError';
import { Revision } from '@/components/ui/Stamp';
import { Waiting } from '@/components/ui/Waiting';
import { CHANGE_WORDS, causeOf, fieldsOf, SHOWN } from '@/lib/bcm/history';
import { ago } from '@/lib/format';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** The last versions of the context: the only things that happened so far. */
export function Activity() {
  const history = useQuery(historyQuery(SHOWN + 1));
  return (
    <Cell heading="Recent activity">
      {history.isError ? <LoadError query={history} /> : null}
      {history.isPending ? <Waiting lines={2} label="Loading the activity" /> : null}
      {history.data ? (
        <ol className={styles.entries}>
          {history.data.versions.slice(0, SHOWN).map((entry) => (
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
