import type { ReactNode } from 'react';
import { Button } from '@/components/ui/Button';
import type { Doc } from '@/lib/autosave/merge3';
import { fieldsAt, ruleAt } from '@/lib/steps/pointers';
import { useStep } from '../../step-context';
import { useArrival } from '../../use-arrival';
import { article, type Item } from '../items';
import styles from './Ledger.module.css';
import { LedgerRow } from './LedgerRow';
import { useList } from './use-list';
import viewStyles from './View.module.css';

export type Column = {
  /** Member of the item; a `show` column may have any key. */
  name: string;
  /** Short head; the field's own label otherwise. */
  label?: string;
  lines?: boolean;
  size?: 'wide' | 'narrow';
  placeholder?: string;
  /** Read-only, computed from the item. */
  show?(item: Item): ReactNode;
  list?: string;
};

type Props = {
  pointer: string;
  columns: readonly Column[];
  /** Names the table. */
  caption: string;
  /** One item of it, such as "pain". */
  one: string;
  /** What a new item has at first. */
  fresh?: Doc;
  empty?: string;
  /** Rows before those of the list. */
  lead?: ReactNode;
};

/** A list of items with few members as ruled rows, every value edited in its place. */
export function Ledger({ pointer, columns, caption, one, fresh = {}, empty, lead }: Props) {
  const { step } = useStep();
  const { list, add, remove } = useList(pointer);
  const arrival = useArrival();
  const members = fieldsAt(step.fields, `${pointer}/*`);
  const heads = columns.map(
    (column) => column.label ?? members.find((field) => field.name === column.name)?.label ?? column.name,
  );
  const most = ruleAt(step.fields, pointer)?.max_items;
  return (
    <div className={viewStyles.list}>
      {list.length > 0 || lead ? (
        <table className={styles.ledger}>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {heads.map((head, index) => (
                <th key={columns[index]?.name} scope="col" className={styles[columns[index]?.size ?? '']}>
                  {head}
                </th>
              ))}
              <th scope="col" className={styles.end}>
                <span className="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lead}
            {list.map((item, index) => (
              <LedgerRow
                key={item.id}
                {...{ pointer, columns, heads, item }}
                name={`${one} ${index + 1}`}
                arrive={arrival.ref(item.id)}
                onRemove={() => remove(item)}
              />
            ))}
          </tbody>
        </table>
      ) : empty ? (
        <p className={viewStyles.note}>{empty}</p>
      ) : null}
      {most !== undefined && list.length >= most ? null : (
        <div className={viewStyles.actions}>
          <Button small kind="quiet" className={viewStyles.add} onClick={() => arrival.await(add(fresh))}>
            Add {article(one)}
          </Button>
        </div>
      )}
    </div>
  );
}
