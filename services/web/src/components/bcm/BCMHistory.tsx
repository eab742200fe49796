import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { historyQuery } from '@/api/context';
import { Button } from '@/components/ui/Button';
import { LoadError } from '@/components/ui/LoadError';
import { Waiting } from '@/components/ui/Waiting';
import { useBcm } from '@/hooks/useBcm';
import { SHOWN } from '@/lib/bcm/history';
import { BCMDifference } from './BCMDifference';
import styles from './BCMHistory.module.css';
import { BCMRestoreDialog } from './BCMRestoreDialog';
import { HistoryRow } from './HistoryRow';

/** The API gives no more; one more than is shown is asked for, so that the last one shown has something to compare with. */
const ALL = 99;

type Open = { question: 'restore'; version: string } | { question: 'compare'; from: string; to: string } | null;

/** The newest versions with what made them; compares two of them and restores an old one. */
export function BCMHistory() {
  const { manifest, mayManage } = useBcm();
  const [limit, setLimit] = useState(SHOWN);
  const [open, setOpen] = useState<Open>(null);
  const history = useQuery({ ...historyQuery(limit + 1), placeholderData: (before) => before });

  if (history.isError) return <LoadError query={history} />;
  if (!history.data) return <Waiting lines={3} label="Loading the history" />;
  const { versions, total_count: total } = history.data;
  if (versions.length === 0) return <p>No version has been made yet.</p>;
  return (
    <>
      <ol className={styles.list} aria-label="Versions, newest first">
        {versions.slice(0, limit).map((entry, index) => {
          const before = versions[index + 1];
          const current = entry.version === manifest?.version;
          return (
            <HistoryRow
              key={entry.version}
              entry={entry}
              current={current}
              onCompare={before && (() => setOpen({ question: 'compare', from: before.version, to: entry.version }))}
              onRestore={
                mayManage && !current ? () => setOpen({ question: 'restore', version: entry.version }) : undefined
              }
            />
          );
        })}
      </ol>
      {total > limit && limit === SHOWN ? (
        <div>
          <Button small onClick={() => setLimit(ALL)} pending={history.isFetching && 'Loading…'}>
            Show {total > ALL ? 'the newest' : 'all'} {Math.min(total, ALL)} versions
          </Button>
        </div>
      ) : null}
      {open?.question === 'compare' ? (
        <BCMDifference from={open.from} to={open.to} versions={versions} onClose={() => setOpen(null)} />
      ) : null}
      {open?.question === 'restore' ? <BCMRestoreDialog version={open.version} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
