import type { Ref } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { useSay } from '../../say-context';
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
  arrive: Ref<HTMLLIElement> | undefined;
  /** It is in another category now. */
  onMove(): void;
};

export function FactRow({ fact, evidence, arrive, onMove }: Props) {
  const { step, set } = useStep();
  const say = useSay();
  const at = `/facts/${fact.id}`;
  const name = text(fact.label) || 'this fact';
  const status = isPending(fact) ? 'pending' : (text(fact.status) as keyof typeof STAMPS);
  const sources = sourceNames(fact, evidence);
  const confidence = number(fact.confidence);
  const kept = isKept(fact);
  const accept = () => {
    // An edited fact is accepted, and stays known as edited.
    if (!kept) set(`${at}/status`, 'verified');
    say(`${name} is accepted`);
  };
  const reject = () => {
    set(`${at}/status`, 'rejected');
    say(`${name} is rejected`);
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
        <FactDetails {...{ fact, evidence, onMove }} />
      </div>
      <div className={styles.verdict}>
        <Stamp kind={STAMPS[status]}>{labelOf(choicesAt(step.fields, '/facts/*/status'), status)}</Stamp>
        <div className={styles.buttons}>
          <Button small aria-pressed={kept} onClick={accept}>
            Accept <span className="visually-hidden">{name}</span>
          </Button>
          <Button small kind="quiet" aria-pressed={status === 'rejected'} onClick={reject}>
            Reject <span className="visually-hidden">{name}</span>
          </Button>
        </div>
      </div>
    </li>
  );
}
