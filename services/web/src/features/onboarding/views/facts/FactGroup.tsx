import { type RefCallback, useId } from 'react';
import type { Item } from '../items';
import viewStyles from '../parts/View.module.css';
import { FactRow } from './FactRow';
import styles from './facts.module.css';

type Props = {
  name: string;
  facts: readonly Item[];
  evidence: readonly Item[];
  refOf(id: string): RefCallback<HTMLLIElement> | undefined;
  onMove(id: string): void;
};

/** The facts of one category. */
export function FactGroup({ name, facts, evidence, refOf, onMove }: Props) {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 id={id} className={styles.category}>
        {name}
      </h3>
      <ul className={viewStyles.list}>
        {facts.map((fact) => (
          <FactRow key={fact.id} {...{ fact, evidence }} arrive={refOf(fact.id)} onMove={() => onMove(fact.id)} />
        ))}
      </ul>
    </section>
  );
}
