import { useId } from 'react';
import { Button } from './Button';
import styles from './Choices.module.css';
import type { FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import type { Choice } from './Select';

type Props = FieldProps & {
  choices: readonly (Choice & { note?: string })[];
  value: string | undefined;
  onValue(value: string): void;
  /** Where nothing may be chosen, too. */
  onClear?(): void;
  disabled?: boolean;
};

/** One of a few, all in sight. */
export function Choices({ label, help, error, required, choices, value, onValue, onClear, disabled }: Props) {
  const id = useId();
  return (
    <fieldset
      className={fieldStyles.field}
      aria-describedby={[help ? `${id}-help` : '', error ? `${id}-error` : ''].join(' ').trim() || undefined}
    >
      <legend className={fieldStyles.label}>
        {label}
        {required ? null : <span className={fieldStyles.optional}> optional</span>}
      </legend>
      {help ? (
        <p id={`${id}-help`} className={fieldStyles.help}>
          {help}
        </p>
      ) : null}
      <div className={styles.row}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onValue(choice.value)}
              aria-invalid={error ? true : undefined}
              disabled={disabled}
            />
            <span>
              {choice.label}
              {choice.note ? <span className={styles.note}>{choice.note}</span> : null}
            </span>
          </label>
        ))}
        {onClear && value !== undefined && !disabled ? (
          <Button kind="quiet" small onClick={onClear} className={styles.clear}>
            Clear<span className="visually-hidden"> {label}</span>
          </Button>
        ) : null}
      </div>
      {error ? (
        <p id={`${id}-error`} className={fieldStyles.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

type CheckboxProps = {
  label: string;
  help?: string;
  error?: string;
  checked: boolean;
  onChecked(checked: boolean): void;
  disabled?: boolean;
};

/** Yes or no. */
export function Checkbox({ label, help, error, checked, onChecked, disabled }: CheckboxProps) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={fieldStyles.field}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
          onChange={(event) => onChecked(event.target.checked)}
          disabled={disabled}
        />
        <span>{label}</span>
      </label>
      {help ? (
        <p id={`${id}-help`} className={fieldStyles.help}>
          {help}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className={fieldStyles.error}>
          {error}
        </p>
      ) : null}
    </div>
  );
}
