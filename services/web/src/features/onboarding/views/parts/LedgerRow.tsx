import type { Ref } from 'react';
import { type Item, text } from '../items';
import { Cell } from './Cell';
import type { Column } from './Ledger';
import styles from './Ledger.module.css';
import { Remove } from './Remove';

type Props = {
  pointer: string;
  columns: readonly Column[];
  heads: readonly string[];
  item: Item;
  /** Such as "pain 2"; ends the name of each of its values. */
  name: string;
  arrive: Ref<HTMLTableRowElement> | undefined;
  onRemove(): void;
};

export function LedgerRow({ pointer, columns, heads, item, name, arrive, onRemove }: Props) {
  return (
    <tr ref={arrive}>
      {columns.map((column, index) => (
        <td key={column.name} data-label={heads[index]}>
          {column.show ? (
            <div className={styles.fixed}>{column.show(item)}</div>
          ) : (
            <Cell
              pointer={`${pointer}/${item.id}/${column.name}`}
              label={`${heads[index]}, ${name}`}
              lines={column.lines}
              placeholder={column.placeholder}
              list={column.list}
            />
          )}
        </td>
      ))}
      <td className={styles.end}>
        <Remove name={name} empty={columns.every((column) => !text(item[column.name]).trim())} onRemove={onRemove} />
      </td>
    </tr>
  );
}
