import { useId } from 'react';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import styles from './Fields.module.css';
import type { ValueProps } from './use-value';

/** Fields that belong together. */
export function ObjectValue({ field, pointer }: ValueProps) {
  const { error } = useStep();
  const id = useId();
  const wrong = error(pointer);
  return (
    <fieldset className={styles.object} aria-describedby={wrong ? `${id}-error` : undefined}>
      <legend className={styles.legend}>{field.label}</legend>
      {field.help ? <p className={styles.help}>{field.help}</p> : null}
      <Fields parent={pointer} />
      {wrong ? (
        <p id={`${id}-error`} className={styles.error}>
          {wrong}
        </p>
      ) : null}
    </fieldset>
  );
}
