import { Button } from '@/components/ui/Button';
import { Revision, Stamp } from '@/components/ui/Stamp';
import { CHANGE_WORDS, causeOf, fieldsOf, type HistoryEntry } from '@/lib/bcm/history';
import { dateTime, grouped } from '@/lib/format';
import styles from './BCMHistory.module.css';

type Props = { entry: HistoryEntry; current: boolean; onCompare?(): void; onRestore?(): void };

export function HistoryRow({ entry, current, onCompare, onRestore }: Props) {
  const fields = fieldsOf(entry);
  return (
    <li className={styles.row}>
      <p className={styles.mark}>
        <Revision version={entry.version} />
        {current ? <Stamp kind="done">In force</Stamp> : null}
      </p>
      <div className={styles.words}>
        <p>
          {CHANGE_WORDS[entry.change_type]}, {causeOf(entry)}
        </p>
        <p className={styles.note}>
          {dateTime(entry.created_at)} · {grouped(entry.token_count)} tokens
          {fields ? ` · ${fields}` : ''}
        </p>
      </div>
      <div className={styles.controls}>
        {onCompare ? (
          <Button small onClick={onCompare}>
            Changes <span className="visually-hidden">of version {entry.version}</span>
          </Button>
        ) : null}
        {onRestore ? (
          <Button small onClick={onRestore}>
            Restore <span className="visually-hidden">version {entry.version}</span>
          </Button>
        ) : null}
      </div>
    </li>
  );
}
