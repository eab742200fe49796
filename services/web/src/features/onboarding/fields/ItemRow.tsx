import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import styles from './Fields.module.css';

type Props = {
  pointer: string;
  number: number;
  title: string;
  /** Added just now: open, with the first field ready to type in. */
  fresh: boolean;
  first: boolean;
  last: boolean;
  readOnly: boolean;
  onMove(by: number): void;
  onRemove(): void;
};

/** One item of a list, folded to its title. */
export function ItemRow({ pointer, number, title, fresh, first, last, readOnly, onMove, onRemove }: Props) {
  const { wrongWithin } = useStep();
  const [open, setOpen] = useState(fresh);
  const body = useRef<HTMLFieldSetElement>(null);
  const wrong = wrongWithin(pointer);
  const name = title || `number ${number}`;

  useEffect(() => {
    if (fresh) body.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, [fresh]);

  return (
    <li className={styles.item}>
      <details open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>
          <span className={styles.number}>{String(number).padStart(2, '0')}</span>
          <span className={title ? styles.name : styles.unnamed}>{title || 'Not named yet'}</span>
          {wrong ? <Stamp kind="wrong">Needs a look</Stamp> : null}
        </summary>
        <fieldset className={styles.body} ref={body} aria-label={name}>
          <Fields parent={pointer} />
          {readOnly ? null : (
            <div className={styles.tools}>
              <Button kind="quiet" small onClick={() => onMove(-1)} disabled={first} aria-label={`Move ${name} up`}>
                Up
              </Button>
              <Button kind="quiet" small onClick={() => onMove(1)} disabled={last} aria-label={`Move ${name} down`}>
                Down
              </Button>
              <Button kind="quiet" small onClick={onRemove} aria-label={`Remove ${name}`}>
                Remove
              </Button>
            </div>
          )}
        </fieldset>
      </details>
    </li>
  );
}
