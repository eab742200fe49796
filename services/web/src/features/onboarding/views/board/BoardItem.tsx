import type { Ref } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import type { Json } from '@/lib/autosave/merge3';
import { useStep } from '../../step-context';
import { choicesAt, type Item, labelOf, text } from '../items';
import { Cell } from '../parts/Cell';
import { Grip } from '../parts/Grip';
import { Remove } from '../parts/Remove';
import type { Decision } from './board';
import styles from './board.module.css';

type Props = {
  item: Item;
  decision: Decision | undefined;
  forced: boolean;
  path: Json | undefined;
  move(id: string, decision: Decision): void;
  arrive: Ref<HTMLLIElement> | undefined;
};

const WORDS = { focus: 'Move to focus', sacrifice: 'Move to sacrifice' } as const;

export function BoardItem({ item, decision, forced, path, move, arrive }: Props) {
  const { step, set } = useStep();
  const at = `/items/${item.id}`;
  const name = text(item.item) || 'this item';
  const targets = (['focus', 'sacrifice'] as const).filter((target) => target !== decision);
  if (forced) {
    return (
      <li ref={arrive} className={styles.item} data-forced="">
        <div className={styles.marks}>
          <Stamp>{labelOf(choicesAt(step.fields, '/items/*/category'), item.category)}</Stamp>
          <Stamp>Fixed</Stamp>
        </div>
        <p className={styles.name}>{text(item.item)}</p>
        <p className={styles.reason}>
          {text(item.reason) || `Decided by the ${text(path)} path of step 9; it changes only with the path.`}
        </p>
      </li>
    );
  }
  return (
    <li ref={arrive} className={styles.item}>
      <div className={styles.marks}>
        <Grip id={item.id} />
        <Cell pointer={`${at}/category`} label={`Category of ${name}`} />
      </div>
      <div className={styles.name}>
        <Cell pointer={`${at}/item`} label={`What: ${name}`} placeholder="What it is" lines />
      </div>
      <Cell pointer={`${at}/reason`} label={`Reason for ${name}`} placeholder="Why" lines />
      <div className={styles.actions}>
        {targets.map((target) => (
          <Button key={target} small onClick={() => move(item.id, target)}>
            {WORDS[target]}
            <span className="visually-hidden">: {name}</span>
          </Button>
        ))}
        <Remove name={name} empty={!item.item} onRemove={() => set(at, undefined)} />
      </div>
    </li>
  );
}
