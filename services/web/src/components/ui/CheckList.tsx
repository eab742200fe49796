import styles from './Choices.module.css';
import type { FieldProps } from './Field';
import { FieldGroup } from './FieldGroup';
import { Option } from './Option';
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
export function CheckList({ choices, chosen, full, onChosen, disabled, ...field }: Props) {
  const toggle = (value: string) =>
    onChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <FieldGroup {...field}>
      <div className={styles.row}>
        {choices.map(({ value, label }) => (
          <Option
            key={value}
            type="checkbox"
            label={label}
            checked={chosen.includes(value)}
            disabled={disabled || (full && !chosen.includes(value))}
            aria-invalid={field.error ? true : undefined}
            onChange={() => toggle(value)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
