import { type ClipboardEvent, type KeyboardEvent, useId } from 'react';
import fieldStyles from './Field.module.css';
import { GlyphButton } from './GlyphButton';
import styles from './TextList.module.css';

type Props = {
  name: string;
  text: string;
  long?: boolean;
  sign?: string;
  placeholder?: string;
  error?: string;
  /** Marked, while the list as a whole says what is wrong. */
  wrong?: boolean;
  disabled?: boolean;
  /** Rows like this are never moved. */
  loose?: boolean;
  onText(text: string): void;
  onEnter(): void;
  onLines(lines: string[]): void;
  /** Left out where there is nowhere to go. */
  onUp?(): void;
  onDown?(): void;
  onRemove?(): void;
  onBlur?(): void;
};

/** One text of a list and what can be done with it. */
export function TextRow({
  name,
  text,
  long,
  sign,
  placeholder,
  error,
  wrong,
  disabled,
  loose,
  onText,
  onEnter,
  onLines,
  onUp,
  onDown,
  onRemove,
  onBlur,
}: Props) {
  const id = useId();
  const shared = {
    className: `${fieldStyles.control} ${styles.input}`,
    'data-text': '',
    'aria-label': name,
    'aria-invalid': error || wrong ? true : undefined,
    'aria-describedby': error ? `${id}-error` : undefined,
    placeholder,
    value: text,
    disabled,
    onBlur,
    onChange: (event: { target: { value: string } }) => onText(event.target.value),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
      event.preventDefault();
      onEnter();
    },
    onPaste: (event: ClipboardEvent) => {
      const lines = event.clipboardData
        .getData('text')
        .split(/\r?\n/)
        .map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim())
        .filter(Boolean);
      if (lines.length < 2) return;
      event.preventDefault();
      onLines(lines);
    },
  };
  return (
    <li className={styles.row} data-signed={sign ? '' : undefined}>
      {sign ? (
        <span className={styles.sign} aria-hidden="true">
          {sign}
        </span>
      ) : null}
      {long ? <textarea rows={1} {...shared} /> : <input type="text" {...shared} />}
      {disabled ? null : (
        <div className={styles.tools}>
          {loose ? null : (
            <>
              <GlyphButton glyph="up" name={`Move ${name} up`} onClick={onUp} disabled={!onUp} />
              <GlyphButton glyph="down" name={`Move ${name} down`} onClick={onDown} disabled={!onDown} />
            </>
          )}
          <GlyphButton glyph="remove" name={`Remove ${name}`} onClick={onRemove} disabled={!onRemove} />
        </div>
      )}
      {error ? (
        <p id={`${id}-error`} className={`${fieldStyles.error} ${styles.error}`}>
          {error}
        </p>
      ) : null}
    </li>
  );
}
