import { type RefCallback, useId } from 'react';
import { Button } from '@/components/ui/Button';
import type { Json } from '@/lib/autosave/merge3';
import type { Item } from '../items';
import { useDrop } from '../parts/use-drop';
import viewStyles from '../parts/View.module.css';
import { BoardItem } from './BoardItem';
import { type Decision, forcedDecision } from './board';
import styles from './board.module.css';

type Props = {
  decision?: Decision;
  title: string;
  says: string;
  items: readonly Item[];
  path: Json | undefined;
  move(id: string, decision: Decision): void;
  refOf(id: string): RefCallback<HTMLLIElement> | undefined;
  onAdd?(): void;
};

/** One side of the board; takes what is dragged onto it. */
export function BoardColumn({ decision, title, says, items, path, move, refOf, onAdd }: Props) {
  const id = useId();
  const drop = useDrop(decision && ((item) => move(item, decision)));
  return (
    <section className={styles.column} aria-labelledby={id} data-side={decision ?? 'undecided'} {...drop}>
      <header className={styles.head}>
        <h3 id={id}>{title}</h3>
        <span className={viewStyles.figure}>{items.length}</span>
      </header>
      <p className={viewStyles.note}>{says}</p>
      {items.length > 0 ? (
        <ul className={viewStyles.list}>
          {items.map((item) => (
            <BoardItem
              key={item.id}
              item={item}
              decision={decision}
              forced={forcedDecision(item, path) !== undefined}
              path={path}
              move={move}
              arrive={refOf(item.id)}
            />
          ))}
        </ul>
      ) : (
        <p className={styles.nothing}>Nothing here yet</p>
      )}
      {onAdd ? (
        <div>
          <Button small kind="quiet" className={viewStyles.add} onClick={onAdd}>
            Add an item <span className="visually-hidden">to {title.toLowerCase()}</span>
          </Button>
        </div>
      ) : null}
    </section>
  );
}
