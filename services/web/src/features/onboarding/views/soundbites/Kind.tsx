import { type RefCallback, useId } from 'react';
import { Button } from '@/components/ui/Button';
import type { Item } from '../items';
import viewStyles from '../parts/View.module.css';
import { Line } from './Line';
import styles from './soundbites.module.css';

type Props = {
  label: string;
  lines: readonly Item[];
  full: boolean;
  refOf(id: string): RefCallback<HTMLLIElement> | undefined;
  onAdd(): void;
};

/** The lines that do one job. */
export function Kind({ label, lines, full, refOf, onAdd }: Props) {
  const id = useId();
  return (
    <section className={styles.kind} data-empty={lines.length === 0 ? '' : undefined} aria-labelledby={id}>
      <header className={styles.head}>
        <h3 id={id}>{label}</h3>
        {full ? null : (
          <Button small kind="quiet" onClick={onAdd}>
            Add a line <span className="visually-hidden">for {label.toLowerCase()}</span>
          </Button>
        )}
      </header>
      {lines.length > 0 ? (
        <ul className={viewStyles.list}>
          {lines.map((line, index) => (
            <Line key={line.id} line={line} name={`${label} ${index + 1}`} arrive={refOf(line.id)} />
          ))}
        </ul>
      ) : (
        <p className={viewStyles.note}>No line yet</p>
      )}
    </section>
  );
}
