import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/Button';
import type { Snapshot } from '@/lib/autosave/saver';
import { time } from '@/lib/format';
import styles from './AutoSave.module.css';

/** How the words of a step stand. */
export type Standing = Pick<Snapshot, 'status' | 'held' | 'savedAt' | 'detail'>;

type Props = { snapshot: Standing; onSave(): void };

/** Screen readers hear of a state that stayed. */
const SETTLED = 400;

/** How the words of this step stand, and saving by hand. */
export function AutoSave({ snapshot, onSave }: Props) {
  const { status, held } = snapshot;
  const words = wordsFor(snapshot);
  const [spoken, setSpoken] = useState('');
  const settled = status !== 'saving' && status !== 'dirty' && status !== 'clean';

  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(() => setSpoken(words), SETTLED);
    return () => clearTimeout(timer);
  }, [settled, words]);

  const unsent = status === 'dirty' || status === 'offline' || status === 'retrying';
  return (
    <div className={styles.autosave}>
      <span className={styles.line} data-tone={toneOf(status, held)} aria-hidden="true" />
      <span className={styles.words} data-tone={toneOf(status, held)} aria-hidden="true">
        {words}
      </span>
      <span role="status" className="visually-hidden">
        {spoken}
      </span>
      {unsent ? (
        <Button kind="quiet" small onClick={onSave}>
          Save now
        </Button>
      ) : null}
    </div>
  );
}

/** Solid: on the server. Dashed: only here. Red: somebody must choose or correct. */
function toneOf(status: Snapshot['status'], held: readonly string[]): 'kept' | 'here' | 'wrong' | undefined {
  if (status === 'conflict' || status === 'rejected') return 'wrong';
  if (status === 'offline' || status === 'retrying' || status === 'signed-out' || held.length > 0) return 'here';
  return status === 'saved' || status === 'clean' ? 'kept' : undefined;
}

export function wordsFor({ status, savedAt, held, detail }: Standing): string {
  switch (status) {
    case 'clean':
      return 'Saves as you write';
    case 'dirty':
      return 'Editing…';
    case 'saving':
      return 'Saving…';
    case 'saved':
      if (held.length === 1) return 'One answer is kept on this device until it is complete';
      if (held.length > 1) return `${held.length} answers are kept on this device until they are complete`;
      return savedAt === null ? 'Saved' : `Saved ${time(savedAt)}`;
    case 'offline':
      return 'Offline - kept on this device';
    case 'retrying':
      return 'Could not reach us - trying again';
    case 'conflict':
      return 'Changed somewhere else - choose below';
    case 'signed-out':
      return 'Signed out - kept on this device';
    case 'rejected':
      return detail ?? 'Not saved';
  }
}
