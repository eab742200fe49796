import { type ReactNode, useId } from 'react';
import styles from './Field.module.css';

/** What an input needs to be named, described and marked as wrong. */
export type Wiring = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
};

export type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  /** What is wrong, in one sentence. */
  error?: string;
  required?: boolean;
  /** At the end of the label's line, such as a count. */
  mark?: ReactNode;
  /** Edited where it is read: the label is only for those who do not see its place, the edge only a line until it is used. */
  bare?: boolean;
};

/** A label, its help, one input and what is wrong with it, tied together for everybody. */
export function Field({
  label,
  help,
  error,
  required,
  mark,
  bare,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={styles.field} data-wrong={error ? '' : undefined} data-bare={bare ? '' : undefined}>
      <div className={bare ? 'visually-hidden' : styles.head}>
        <label htmlFor={id} className={styles.label}>
          {label}
          {required ? null : <span className={styles.optional}> optional</span>}
        </label>
        {mark ? <span className={styles.mark}>{mark}</span> : null}
      </div>
      {help ? (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      ) : null}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required ? true : undefined,
      })}
      {error ? (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      ) : null}
    </div>
  );
}
