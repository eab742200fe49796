import type { Ref } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { useStep } from '../../step-context';
import { choicesAt, type Item, labelOf, number, text } from '../items';
import { Cell } from '../parts/Cell';
import { FactDetails } from './FactDetails';
import { isKept, isPending, sourceNames } from './facts';
import styles from './facts.module.css';

const STAMPS = { verified: 'done', edited: 'done', rejected: 'plain', pending: 'draft' } as const;

type Props = {
  fact: Item;
  evidence: readonly Item[];
  say(words: string): void;
  arrive: Ref<HTMLLIElement> | undefined;
};

export function FactRow({ fact, evidence, say, arrive }: Props) {
  const { step, set } = useStep();
  const at = `/facts/${fact.id}`;
  const name = text(fact.label) || 'this fact';
  const status = isPending(fact) ? 'pending' : (text(fact.status) as keyof typeof STAMPS);
  const sources = sourceNames(fact, evidence);
  const confidence = number(fact.confidence);
  const press = (to: string, word: string) => {
    const back = to === 'verified' ? isKept(fact) : fact.status === to;
    set(`${at}/status`, back ? 'pending' : to);
    say(back ? `${name} is pending again` : `${name} ${word}`);
  };
  return (
    <li ref={arrive} className={styles.fact} data-status={status}>
      <div className={styles.words}>
        <div className={styles.label}>
          <Cell pointer={`${at}/label`} label={`Label of ${name}`} placeholder="What it is about" />
        </div>
        <Cell
          pointer={`${at}/value`}
          label={`Fact: ${name}`}
          placeholder="The fact, in a sentence"
          lines
          onChanged={() => set(`${at}/status`, 'edited')}
        />
        <p className={styles.from}>
          <span>{sources.length > 0 ? sources.join(', ') : 'No source named'}</span>
          {confidence === undefined ? null : <span className={styles.confidence}>confidence {confidence} %</span>}
        </p>
        <FactDetails fact={fact} evidence={evidence} />
      </div>
      <div className={styles.verdict}>
        <Stamp kind={STAMPS[status]}>{labelOf(choicesAt(step.fields, '/facts/*/status'), status)}</Stamp>
        <div className={styles.buttons}>
          <Button small aria-pressed={isKept(fact)} onClick={() => press('verified', 'accepted')}>
            Accept <span className="visually-hidden">{name}</span>
          </Button>
          <Button small kind="quiet" aria-pressed={status === 'rejected'} onClick={() => press('rejected', 'rejected')}>
            Reject <span className="visually-hidden">{name}</span>
          </Button>
        </div>
      </div>
    </li>
  );
}
