import { type Ref, useId } from 'react';
import type { Json } from '@/lib/autosave/merge3';
import { ruleAt } from '@/lib/steps/pointers';
import { useStep } from '../../step-context';
import { type Item, number, text } from '../items';
import { Cell } from '../parts/Cell';
import { Remove } from '../parts/Remove';
import styles from './icp.module.css';

const MIDDLING = 5;

/** Words are taken for numbers, as the server takes them. */
function severityOf(value: Json | undefined, words: Record<string, number> = {}): number {
  return number(value) ?? words[text(value)] ?? MIDDLING;
}

type Props = { pointer: string; pain: Item; place: number; arrive: Ref<HTMLLIElement> | undefined; onRemove(): void };

/** What hurts, and on a line from 1 to 10 how much. */
export function Pain({ pointer, pain, place, arrive, onRemove }: Props) {
  const { step, set, leave } = useStep();
  const rule = ruleAt(step.fields, `${pointer}/severity`);
  const id = useId();
  const severity = severityOf(pain.severity, rule?.accepted_words);
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
          Severity <span className="visually-hidden">of pain {place}</span>
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
      <Remove name={`pain ${place}`} empty={!pain.description} onRemove={onRemove} />
    </li>
  );
}
