import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { dateTime } from '@/lib/format';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { count, items, number, text } from '../items';
import { Wrong } from '../parts/Wrong';
import type { inTheWay } from './truth';
import styles from './truth.module.css';

type Props = { locked: boolean; obstacles: ReturnType<typeof inTheWay> };

function reveal(row: string) {
  document.getElementById(`truth-${row}`)?.querySelector<HTMLElement>('input, textarea, select')?.focus();
}

/** The title block of the sheet: its version once locked, what is in the way before. */
export function Lock({ locked, obstacles }: Props) {
  const { data, set, leave } = useStep();
  const say = useSay();
  const [asking, ask] = useState(false);
  const last = items(data.versions).at(-1);
  const put = (to: boolean) => {
    set('/locked', to);
    leave();
    ask(false);
    say(to ? 'The sheet is locked' : 'The sheet is open for changes');
  };
  return (
    <div className={styles.lock}>
      <section className={styles.block} data-locked={locked ? '' : undefined} aria-label="State of the sheet">
        <div className={styles.state}>
          <p className={styles.word}>
            {locked ? 'Locked' : obstacles.length > 0 ? 'Not ready to lock' : 'Ready to lock'}
          </p>
          {locked && last ? (
            <p className={styles.mark}>
              version {number(last.version)}, {count(number(last.item_count) ?? 0, 'row')}
              {last.created_at ? `, ${dateTime(text(last.created_at))}` : ''}
            </p>
          ) : (
            <p className={styles.mark}>
              {locked
                ? 'recorded with the next save'
                : last
                  ? `last version ${number(last.version)}`
                  : 'no version yet'}
            </p>
          )}
        </div>
        {!locked && obstacles.length > 0 ? (
          <ul className={styles.obstacles}>
            {obstacles.slice(0, 6).map(({ words, row }) => (
              <li key={words}>
                {row ? (
                  <Button small kind="quiet" onClick={() => reveal(row)}>
                    {words}
                  </Button>
                ) : (
                  <span>{words}</span>
                )}
              </li>
            ))}
            {obstacles.length > 6 ? <li>{obstacles.length - 6} more.</li> : null}
          </ul>
        ) : (
          <p className={styles.says}>
            {locked
              ? 'Later steps read this version. Unlocking opens it for changes.'
              : 'Locking keeps this state as a version.'}
          </p>
        )}
        {locked ? (
          <Button small kind="danger" onClick={() => ask(true)}>
            Unlock
          </Button>
        ) : obstacles.length === 0 ? (
          <Button onClick={() => put(true)}>Lock the sheet</Button>
        ) : null}
        {asking ? (
          <Dialog
            title="Unlock the truth sheet?"
            onClose={() => ask(false)}
            actions={
              <>
                <Button onClick={() => ask(false)}>Keep it locked</Button>
                <Button kind="danger" onClick={() => put(false)}>
                  Unlock the sheet
                </Button>
              </>
            }
          >
            <p>Later steps rest on these rows. When you lock the sheet again it becomes a new version.</p>
          </Dialog>
        ) : null}
      </section>
      <Wrong at="/locked" />
    </div>
  );
}
