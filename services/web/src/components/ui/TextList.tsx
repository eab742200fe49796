import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { Button } from './Button';
import { ByPlace } from './ByPlace';
import type { FieldProps } from './Field';
import { FieldGroup } from './FieldGroup';
import styles from './TextList.module.css';
import { TextRow } from './TextRow';

type Props = FieldProps & {
  texts: readonly string[];
  onTexts(texts: string[]): void;
  most?: number;
  /** So many rows stand there from the beginning. */
  least?: number;
  /** Their order says nothing: rows are not moved. */
  loose?: boolean;
  /** Before each row, such as + or −. */
  sign?: string;
  placeholder?: string;
  /** What a row is called, by its place from 1. */
  nameOf?(place: number): string;
  errorAt?(index: number): string | undefined;
  onBlur?(): void;
  disabled?: boolean;
  /** Of the list of rows. */
  className?: string;
};

/** Several short texts. Several pasted lines become several rows. */
export function TextList({
  texts,
  onTexts,
  most = Number.POSITIVE_INFINITY,
  least = 1,
  loose,
  sign,
  placeholder,
  nameOf = (place) => `${field.label} ${place}`,
  errorAt,
  onBlur,
  disabled,
  className = '',
  bare,
  ...field
}: Props) {
  const list = useRef<HTMLOListElement>(null);
  const rows = [...texts, ...Array<string>(Math.max(0, least - texts.length)).fill('')];
  const full = texts.length >= most;

  /** Puts the texts and goes to one of them. */
  function put(next: string[], index: number) {
    flushSync(() => onTexts(next));
    list.current?.querySelectorAll<HTMLElement>('[data-text]')[index]?.focus();
  }

  function insertAfter(index: number) {
    if (!full) put(rows.toSpliced(index + 1, 0, ''), index + 1);
  }

  function paste(index: number, lines: string[]) {
    const kept = rows.toSpliced(index, rows[index] ? 0 : 1, ...lines);
    put(kept.slice(0, Math.max(most, rows.length)), index + lines.length - 1);
  }

  function move(index: number, by: number) {
    put(rows.toSpliced(index, 1).toSpliced(index + by, 0, rows[index] ?? ''), index + by);
  }

  return (
    <FieldGroup {...field} data-bare={bare ? '' : undefined}>
      <ol className={`${styles.rows} ${className}`} ref={list}>
        <ByPlace items={rows}>
          {(text, index) => (
            <TextRow
              name={nameOf(index + 1)}
              {...{ text, sign, placeholder, disabled, onBlur }}
              error={errorAt?.(index)}
              wrong={index === 0 && texts.length === 0 && field.error !== undefined}
              onText={(next) => onTexts(rows.with(index, next))}
              onEnter={() => insertAfter(index)}
              onLines={(lines) => paste(index, lines)}
              onUp={loose || index === 0 ? undefined : () => move(index, -1)}
              onDown={loose || index === rows.length - 1 ? undefined : () => move(index, 1)}
              loose={loose}
              onRemove={
                rows.length > least || text ? () => put(rows.toSpliced(index, 1), Math.max(0, index - 1)) : undefined
              }
            />
          )}
        </ByPlace>
      </ol>
      {disabled ? null : (
        <div className={styles.add}>
          <Button kind="quiet" small onClick={() => insertAfter(rows.length - 1)} disabled={full}>
            Add a line<span className="visually-hidden"> to {field.label}</span>
          </Button>
          {Number.isFinite(most) ? (
            <span className={styles.count}>
              {texts.filter((text) => text.trim()).length} of at most {most}
            </span>
          ) : null}
        </div>
      )}
    </FieldGroup>
  );
}
