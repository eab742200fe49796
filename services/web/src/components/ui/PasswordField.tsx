import { type InputHTMLAttributes, useState } from 'react';
import { Field, type FieldProps } from './Field';
import styles from './Field.module.css';
import own from './PasswordField.module.css';

type Props = Omit<FieldProps, 'mark' | 'required'> &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'required' | 'id' | 'type'> & {
    value: string;
    onText(text: string): void;
  };

/** A password, which its owner may look at. */
export function PasswordField({ label, help, error, value, onText, ...input }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...{ label, help, error }} required>
      {(wiring) => (
        <div className={own.pair}>
          <input
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            {...input}
            {...wiring}
            type={shown ? 'text' : 'password'}
            className={`${styles.control} ${own.input}`}
            value={value}
            onChange={(event) => onText(event.target.value)}
          />
          <button type="button" className={own.show} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'} <span className="visually-hidden">password</span>
          </button>
        </div>
      )}
    </Field>
  );
}
