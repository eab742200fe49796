import type { InputHTMLAttributes } from 'react';
import styles from './Choices.module.css';

type Props = InputHTMLAttributes<HTMLInputElement> & { type: 'radio' | 'checkbox'; label: string; note?: string };

/** One thing to tick, with its words. */
export function Option({ label, note, ...input }: Props) {
  return (
    <label className={styles.choice}>
      <input {...input} />
      <span>
        {label}
        {note ? <span className={styles.note}>{note}</span> : null}
      </span>
    </label>
  );
}
