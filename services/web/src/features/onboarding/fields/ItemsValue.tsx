import { useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/Button';
import type { Json } from '@/lib/autosave/merge3';
import { newItem } from '@/lib/steps/defaults';
import { itemKey, titleOf } from '@/lib/steps/pointers';
import styles from './Fields.module.css';
import { ItemRow } from './ItemRow';
import { useValue, type ValueProps } from './use-value';

type Removed = { item: Json; index: number };

/** A list of objects: folded rows with a title, opened to be edited. */
export function ItemsValue({ field, pointer }: ValueProps) {
  const id = useId();
  const { value, put, readOnly, wiring } = useValue({ field, pointer });
  const [removed, setRemoved] = useState<Removed | null>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const items = Array.isArray(value) ? value : [];
  const rule = field.item ?? field;
  const full = field.max_items !== undefined && items.length >= field.max_items;
  // The pressed button is gone then: the focus goes to what can be done next.
  const lead = (selector: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(selector)?.focus());
  const store = (next: Json[]) => put(next.length > 0 ? next : undefined);
  const described = [wiring.help ? `${id}-help` : '', wiring.error ? `${id}-error` : ''].filter(Boolean).join(' ');

  function add() {
    const item = newItem(rule.fields ?? []);
    setRemoved(null);
    setFresh(itemKey(rule, item, items.length));
    store([...items, item]);
  }

  function move(index: number, by: number) {
    const item = items[index];
    if (item !== undefined) store(items.toSpliced(index, 1).toSpliced(index + by, 0, item));
  }

  return (
    <fieldset
      ref={list}
      className={styles.list}
      aria-describedby={described || undefined}
      data-invalid={wiring.error ? '' : undefined}
      tabIndex={wiring.error ? -1 : undefined}
    >
      <legend className={styles.legend}>
        {wiring.label}
        {wiring.required ? null : <span className={styles.optional}> optional</span>}
      </legend>
      {wiring.help ? (
        <p id={`${id}-help`} className={styles.help}>
          {wiring.help}
        </p>
      ) : null}
      {wiring.error ? (
        <p id={`${id}-error`} className={styles.error}>
          {wiring.error}
        </p>
      ) : null}
      {items.length > 0 ? (
        <ol className={styles.items}>
          {items.map((item, index) => {
            const key = itemKey(rule, item, index);
            return (
              <ItemRow
                key={key}
                pointer={`${pointer}/${key}`}
                number={index + 1}
                title={titleOf(item)}
                fresh={fresh === key}
                first={index === 0}
                last={index === items.length - 1}
                readOnly={readOnly}
                onMove={(by) => move(index, by)}
                onRemove={() => {
                  setRemoved({ item, index });
                  store(items.toSpliced(index, 1));
                  lead('[data-undo]');
                }}
              />
            );
          })}
        </ol>
      ) : null}
      <div role="status" className={removed ? styles.removed : undefined}>
        {removed ? (
          <>
            <span>Removed {titleOf(removed.item) || 'the item'}.</span>
            <Button
              kind="quiet"
              small
              data-undo=""
              onClick={() => {
                store(items.toSpliced(removed.index, 0, removed.item));
                setRemoved(null);
                lead('[data-add]');
              }}
            >
              Undo
            </Button>
          </>
        ) : null}
      </div>
      {readOnly ? null : (
        <div className={styles.add}>
          <Button small onClick={add} disabled={full} data-add="">
            Add to {wiring.label.toLowerCase()}
          </Button>
          <span className={styles.count}>
            {items.length}
            {field.max_items === undefined ? '' : ` of at most ${field.max_items}`}
          </span>
        </div>
      )}
    </fieldset>
  );
}
