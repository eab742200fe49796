import { type Ref, useId } from 'react';
import { Button } from '@/components/ui/Button';
import { useStep } from '../../step-context';
import { type Item, number } from '../items';
import { Cell } from '../parts/Cell';
import styles from './icp.module.css';

const MIDDLING = 5;

type Props = { pointer: string; pain: Item; place: number; arrive: Ref<HTMLLIElement> | undefined; onRemove(): void };

/** What hurts, and on a line from 1 to 10 how much. */
export function Pain({ pointer, pain, place, arrive, onRemove }: Props) {
  const { set, leave } = useStep();
  const id = useId();
  const severity = number(pain.severity) ?? MIDDLING;
  return (
    <li ref={arrive} className={styles.pain}>
      <div className={styles.words}>
        <Cell
          pointer={`${pointer}/description`}
          label={`Pain ${place}`}
          placeholder="What hurts, in their words"
          lines
        />
        <div className={styles.small}>
          <Cell pointer={`${pointer}/category`} label={`Kind of pain ${place}`} placeholder="Kind" />
          <Cell pointer={`${pointer}/frequency`} label={`How often, pain ${place}`} placeholder="How often" />
        </div>
      </div>
      <div className={styles.severity}>
        <label htmlFor={id}>
          Severity<span className="visually-hidden"> of pain {place}</span>
        </label>
        <output htmlFor={id} className={styles.figure}>
          {severity} of 10
        </output>
        <input
          id={id}
          type="range"
          min={1}
          max={10}
          step={1}
          value={severity}
          onChange={(event) => set(`${pointer}/severity`, Number(event.target.value))}
          onBlur={leave}
        />
      </div>
      <Button small kind="quiet" onClick={onRemove}>
        Remove<span className="visually-hidden"> pain {place}</span>
      </Button>
    </li>
  );
}
