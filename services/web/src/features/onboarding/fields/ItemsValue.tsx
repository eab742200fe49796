import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { FieldGroup } from '@/components/ui/FieldGroup';
import type { Json } from '@/lib/autosave/merge3';
import { newItem } from '@/lib/steps/defaults';
import { itemKey, titleOf } from '@/lib/steps/pointers';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import styles from './Fields.module.css';
import { ItemRow } from './ItemRow';
import { roomOf, settled } from './offered';
import { useValue, type ValueProps } from './use-value';

type Removed = { item: Json; index: number };

/** A list of objects: folded rows with a title, opened to be edited. */
export function ItemsValue({ field, pointer }: ValueProps) {
  const { step } = useStep();
  const { value, put, readOnly, wiring } = useValue({ field, pointer });
  const [removed, setRemoved] = useState<Removed | null>(null);
  const undo = useArrival('button');
  const say = useSay();
  const [fresh, setFresh] = useState<string | null>(null);
  const items = Array.isArray(value) ? value : [];
  const rule = field.item ?? field;
  const room = roomOf(step, field);
  const full = room !== undefined && items.length >= room;
  const store = (next: Json[]) => put(next.length > 0 ? next : undefined);

  function add() {
    const item = { ...newItem(rule.fields ?? []), ...settled(step, rule.fields ?? []) };
    setRemoved(null);
    setFresh(itemKey(rule, item, items.length));
    store([...items, item]);
  }

  function move(index: number, by: number) {
    const item = items[index];
    if (item === undefined) return;
    store(items.toSpliced(index, 1).toSpliced(index + by, 0, item));
    say(`${titleOf(item) || 'The item'} is now number ${index + by + 1} of ${items.length}`);
  }

  function remove(item: Json, index: number) {
    setRemoved({ item, index });
    store(items.toSpliced(index, 1));
    undo.await(String(items.length - 1));
  }

  function takeBack({ item, index }: Removed) {
    setRemoved(null);
    setFresh(itemKey(rule, item, index));
    store(items.toSpliced(index, 0, item));
  }

  return (
    <FieldGroup
      {...wiring}
      className={styles.list}
      data-invalid={wiring.error ? '' : undefined}
      tabIndex={wiring.error ? -1 : undefined}
    >
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
                onRemove={() => remove(item, index)}
              />
            );
          })}
        </ol>
      ) : null}
      <div role="status" className={removed ? styles.removed : undefined}>
        {removed ? (
          <div key={items.length} ref={undo.ref(String(items.length))}>
            Removed {titleOf(removed.item) || 'the item'}.{' '}
            <Button kind="quiet" small onClick={() => takeBack(removed)}>
              Undo
            </Button>
          </div>
        ) : null}
      </div>
      {readOnly ? null : (
        <div className={styles.add}>
          <Button small onClick={add} disabled={full}>
            Add to {wiring.label.toLowerCase()}
          </Button>
          <span className={styles.count}>
            {items.length}
            {room === undefined ? '' : ` of at most ${room}`}
          </span>
        </div>
      )}
    </FieldGroup>
  );
}
