import { type ClipboardEvent, type KeyboardEvent, useId } from 'react';
import fieldStyles from './Field.module.css';
import { GlyphButton } from './GlyphButton';
import styles from './TextList.module.css';

type Props = {
  name: string;
  text: string;
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
  const takeEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  const takeLines = (event: ClipboardEvent) => {
    const lines = linesOf(event.clipboardData.getData('text'));
    if (lines.length < 2) return;
    event.preventDefault();
    onLines(lines);
  };
  return (
    <li className={styles.row} data-signed={sign ? '' : undefined}>
      {sign ? (
        <span className={styles.sign} aria-hidden="true">
          {sign}
        </span>
      ) : null}
      <textarea
        rows={1}
        className={`${fieldStyles.control} ${styles.input}`}
        data-text=""
        aria-label={name}
        aria-invalid={error || wrong ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        placeholder={placeholder}
        value={text}
        disabled={disabled}
        onBlur={onBlur}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={takeEnter}
        onPaste={takeLines}
      />
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

/** The lines of a pasted text without their bullets and numbers. */
function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim())
    .filter(Boolean);
}
