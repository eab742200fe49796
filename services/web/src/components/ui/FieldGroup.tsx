import { type FieldsetHTMLAttributes, useId } from 'react';
import type { FieldProps } from './Field';
import styles from './Field.module.css';

type Props = Omit<FieldProps, 'bare'> & FieldsetHTMLAttributes<HTMLFieldSetElement>;

/** A legend, its help, several inputs and what is wrong with them, tied together for everybody. */
export function FieldGroup({ label, help, error, required, mark, className = '', children, ...rest }: Props) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <fieldset {...rest} className={`${styles.field} ${className}`} aria-describedby={described || undefined}>
      <legend className={styles.label}>
        {label}
        {required ? null : <span className={styles.optional}> optional</span>}
        {mark ? <span className={styles.mark}> {mark}</span> : null}
      </legend>
      {help ? (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      ) : null}
      {children}
      {error ? (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
