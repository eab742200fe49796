import type { useArrival } from '../../use-arrival';
import type { Item } from '../items';
import { TruthRow } from './TruthRow';
import styles from './truth.module.css';

type Props = {
  rows: readonly Item[];
  arrival: ReturnType<typeof useArrival>;
};

export function TruthTable({ rows, arrival }: Props) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Truth sheet</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.category}>
            Category
          </th>
          <th scope="col" className={styles.label}>
            Label
          </th>
          <th scope="col">Value</th>
          <th scope="col" className={styles.source}>
            Source
          </th>
          <th scope="col" className={styles.confidence}>
            Confidence
          </th>
          <th scope="col" className={styles.status}>
            Status
          </th>
        </tr>
      </thead>
      {rows.map((row, index) => (
        <TruthRow key={row.id} row={row} place={index + 1} arrive={arrival.ref(row.id)} />
      ))}
    </table>
  );
}
