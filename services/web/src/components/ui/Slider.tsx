import { Field, type FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import styles from './Slider.module.css';

type Props = FieldProps & {
  min: number;
  max: number;
  /** Undefined while nothing was set. */
  value: number | undefined;
  /** As it is typed. */
  text: string;
  onText(text: string): void;
  onValue(value: number): void;
  onBlur?(): void;
  disabled?: boolean;
};

/** A number on a scale: by eye on the line, or exactly in the box. */
export function Slider({ min, max, value, text, onText, onValue, onBlur, disabled, ...field }: Props) {
  return (
    <Field {...field} mark={value === undefined ? 'not set' : field.mark}>
      {(wiring) => (
        <div className={styles.scale}>
          <input
            type="range"
            className={styles.range}
            aria-label={`${field.label}, on the scale`}
            aria-valuetext={value === undefined ? 'not set' : undefined}
            min={min}
            max={max}
            value={value ?? Math.round((min + max) / 2)}
            data-unset={value === undefined ? '' : undefined}
            onChange={(event) => onValue(Number(event.target.value))}
            onBlur={onBlur}
            disabled={disabled}
          />
          <input
            {...wiring}
            type="text"
            inputMode="numeric"
            className={`${fieldStyles.control} ${styles.number}`}
            value={text}
            onChange={(event) => onText(event.target.value)}
            onBlur={onBlur}
            disabled={disabled}
          />
        </div>
      )}
    </Field>
  );
}
