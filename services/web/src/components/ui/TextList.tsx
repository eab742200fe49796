import { useId, useRef } from 'react';
import { Button } from './Button';
import type { FieldProps } from './Field';
import fieldStyles from './Field.module.css';
import styles from './TextList.module.css';
import { TextRow } from './TextRow';

type Props = FieldProps & {
  texts: readonly string[];
  onTexts(texts: string[]): void;
  most?: number;
  /** Rows of more than a line. */
  long?: boolean;
  errorAt?(index: number): string | undefined;
  onBlur?(): void;
  disabled?: boolean;
};

/** Several short texts in an order. Several pasted lines become several rows. */
export function TextList({
  label,
  help,
  error,
  required,
  texts,
  onTexts,
  most,
  long,
  errorAt,
  onBlur,
  disabled,
}: Props) {
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const rows = texts.length > 0 ? texts : [''];
  const full = most !== undefined && texts.length >= most;
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');

  function focus(index: number) {
    // After the row is there.
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('[data-text]')[index]?.focus());
  }

  function insertAfter(index: number) {
    if (full) return;
    onTexts(rows.toSpliced(index + 1, 0, ''));
    focus(index + 1);
  }

  function paste(index: number, lines: string[]) {
    const kept = rows.toSpliced(index, rows[index] ? 0 : 1, ...lines);
    onTexts(most === undefined ? kept : kept.slice(0, Math.max(most, rows.length)));
    focus(index + lines.length - 1);
  }

  function move(index: number, by: number) {
    onTexts(rows.toSpliced(index, 1).toSpliced(index + by, 0, rows[index] ?? ''));
    focus(index + by);
  }

  function remove(index: number) {
    onTexts(rows.toSpliced(index, 1));
    focus(Math.max(0, index - 1));
  }

  return (
    <fieldset className={fieldStyles.field} aria-describedby={described || undefined}>
      <legend className={fieldStyles.label}>
        {label}
        {required ? null : <span className={fieldStyles.optional}> optional</span>}
      </legend>
      {help ? (
        <p id={`${id}-help`} className={fieldStyles.help}>
          {help}
        </p>
      ) : null}
      <ol className={styles.rows} ref={list}>
        {rows.map((text, index) => (
          <TextRow
            // biome-ignore lint/suspicious/noArrayIndexKey: texts have no identity but their place
            key={index}
            name={`${label} ${index + 1}`}
            text={text}
            long={long}
            error={errorAt?.(index) ?? (index === 0 && texts.length === 0 ? error : undefined)}
            first={index === 0}
            last={index === rows.length - 1}
            disabled={disabled}
            onText={(next) => onTexts(rows.with(index, next))}
            onEnter={() => insertAfter(index)}
            onLines={(lines) => paste(index, lines)}
            onMove={(by) => move(index, by)}
            onRemove={() => remove(index)}
            onBlur={onBlur}
          />
        ))}
      </ol>
      {error ? (
        <p id={`${id}-error`} className={fieldStyles.error}>
          {error}
        </p>
      ) : null}
      {disabled ? null : (
        <div className={styles.add}>
          <Button kind="quiet" small onClick={() => insertAfter(rows.length - 1)} disabled={full}>
            Add a line<span className="visually-hidden"> to {label}</span>
          </Button>
          {most === undefined ? null : (
            <span className={styles.count}>
              {texts.filter((text) => text.trim()).length} of at most {most}
            </span>
          )}
        </div>
      )}
    </fieldset>
  );
}
