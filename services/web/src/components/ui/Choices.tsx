import { useId } from 'react';
import { Button } from './Button';
import styles from './Choices.module.css';
import type { FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import { FieldGroup } from './FieldGroup';
import { Option } from './Option';
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
export function Choices({ choices, value, onValue, onClear, disabled, ...field }: Props) {
  const name = useId();
  return (
    <FieldGroup {...field}>
      <div className={styles.row}>
        {choices.map((choice) => (
          <Option
            key={choice.value}
            type="radio"
            name={name}
            {...choice}
            checked={choice.value === value}
            onChange={() => onValue(choice.value)}
            aria-invalid={field.error ? true : undefined}
            disabled={disabled}
          />
        ))}
        {onClear && value !== undefined && !disabled ? (
          <Button kind="quiet" small onClick={onClear} className={styles.clear}>
            Clear<span className="visually-hidden"> {field.label}</span>
          </Button>
        ) : null}
      </div>
    </FieldGroup>
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
      <Option
        type="checkbox"
        label={label}
        checked={checked}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChecked(event.target.checked)}
        disabled={disabled}
      />
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
