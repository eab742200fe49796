import { Field, type FieldProps } from './Field';
import styles from './Field.module.css';

export type Choice = { value: string; label: string };

type Props = FieldProps & {
  name?: string;
  choices: readonly Choice[];
  value: string | undefined;
  onValue(value: string | undefined): void;
  /** Shown while nothing is chosen. */
  empty?: string;
  onBlur?(): void;
  disabled?: boolean;
};

/** One of many, in a native list. */
export function Select({ name, choices, value, onValue, empty = 'Choose…', onBlur, disabled, ...field }: Props) {
  return (
    <Field {...field}>
      {(wiring) => (
        <select
          {...wiring}
          name={name}
          className={styles.control}
          value={value ?? ''}
          onBlur={onBlur}
          disabled={disabled}
          onChange={(event) => onValue(event.target.value || undefined)}
        >
          <option value="">{empty}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
