import type { InputHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { Field, type FieldProps } from './Field';
import styles from './Field.module.css';

type Shared = FieldProps & { value: string; onText(text: string): void };
type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'required' | 'id'>;
type Area = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange' | 'required' | 'id'>;

/** One line of text. */
export function TextField({ label, help, error, required, mark, bare, value, onText, ...input }: Shared & Input) {
  return (
    <Field {...{ label, help, error, required, mark, bare }}>
      {(wiring) => (
        <input
          type="text"
          {...input}
          {...wiring}
          className={styles.control}
          value={value}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}

/** One line of text that is read in full: it wraps where it is long, and takes no line of its own. */
export function TextLine({ onText, className = '', ...rest }: Shared & Area) {
  return (
    <TextArea
      rows={1}
      {...rest}
      className={`${styles.line} ${className}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault();
      }}
      onText={(text) => onText(text.replace(/\s*\n\s*/g, ' '))}
    />
  );
}

/** Several lines; grows with what is written. */
export function TextArea({
  label,
  help,
  error,
  required,
  mark,
  bare,
  value,
  onText,
  className = '',
  ...area
}: Shared & Area) {
  return (
    <Field {...{ label, help, error, required, mark, bare }}>
      {(wiring) => (
        <textarea
          {...area}
          {...wiring}
          className={`${styles.control} ${className}`}
          value={value}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}
