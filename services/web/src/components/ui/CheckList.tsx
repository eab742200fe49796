import { useId } from 'react';
import styles from './Choices.module.css';
import type { FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import type { Choice } from './Select';

type Props = FieldProps & {
  choices: readonly Choice[];
  chosen: readonly string[];
  /** No more may be chosen. */
  full?: boolean;
  onChosen(chosen: string[]): void;
  disabled?: boolean;
};

/** Several of a fixed set, all in sight. */
export function CheckList({ label, help, error, required, mark, choices, chosen, full, onChosen, disabled }: Props) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const toggle = (value: string) =>
    onChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <fieldset className={fieldStyles.field} aria-describedby={described || undefined}>
      <legend className={fieldStyles.label}>
        {label}
        {required ? null : <span className={fieldStyles.optional}> optional</span>}
        {mark ? <span className={fieldStyles.mark}> {mark}</span> : null}
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
              type="checkbox"
              checked={chosen.includes(choice.value)}
              disabled={disabled || (full && !chosen.includes(choice.value))}
              aria-invalid={error ? true : undefined}
              onChange={() => toggle(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className={fieldStyles.error}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
