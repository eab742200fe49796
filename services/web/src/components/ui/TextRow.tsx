import { type ClipboardEvent, type KeyboardEvent, useId } from 'react';
import fieldStyles from './Field.module.css';
import { GlyphButton } from './GlyphButton';
import styles from './TextList.module.css';

type Props = {
  name: string;
  text: string;
  long?: boolean;
  error?: string;
  first: boolean;
  last: boolean;
  disabled?: boolean;
  onText(text: string): void;
  onEnter(): void;
  onLines(lines: string[]): void;
  onMove(by: number): void;
  onRemove(): void;
  onBlur?(): void;
};

/** One text of a list and what can be done with it. */
export function TextRow({
  name,
  text,
  long,
  error,
  first,
  last,
  disabled,
  onText,
  onEnter,
  onLines,
  onMove,
  onRemove,
  onBlur,
}: Props) {
  const id = useId();
  const shared = {
    className: `${fieldStyles.control} ${styles.input}`,
    'data-text': '',
    'aria-label': name,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : undefined,
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
    <li className={styles.row}>
      {long ? <textarea rows={1} {...shared} /> : <input type="text" {...shared} />}
      {disabled ? null : (
        <div className={styles.tools}>
          <GlyphButton glyph="up" name={`Move ${name} up`} onClick={() => onMove(-1)} disabled={first} />
          <GlyphButton glyph="down" name={`Move ${name} down`} onClick={() => onMove(1)} disabled={last} />
          <GlyphButton glyph="remove" name={`Remove ${name}`} onClick={onRemove} disabled={first && last && !text} />
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
