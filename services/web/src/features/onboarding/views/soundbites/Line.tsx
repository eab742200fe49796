import type { Ref } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { codePoints } from '@/lib/format';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { type Item, text } from '../items';
import { Cell } from '../parts/Cell';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import { lengthOf } from './soundbites';
import styles from './soundbites.module.css';

type Props = { line: Item; name: string; arrive: Ref<HTMLLIElement> | undefined };

export function Line({ line, name, arrive }: Props) {
  const { set, leave } = useStep();
  const say = useSay();
  const at = `/soundbites/${line.id}`;
  const content = text(line.content);
  const approved = line.status === 'approved';
  const toggle = () => {
    set(`${at}/status`, approved ? 'draft' : 'approved');
    leave();
    say(`${name} is ${approved ? 'a draft again' : 'approved'}`);
  };
  return (
    <li ref={arrive} className={styles.line} data-approved={approved ? '' : undefined}>
      <div className={styles.words}>
        <div className={styles.content}>
          <Cell pointer={`${at}/content`} label={`Text of ${name}`} placeholder="The line, as it would be said" lines />
        </div>
        <div className={styles.context}>
          <Cell pointer={`${at}/context`} label={`Where to use ${name}`} placeholder="Where to use it" />
        </div>
        <p className={styles.measure}>
          {lengthOf(content)}, {codePoints(content)} characters
        </p>
      </div>
      <div className={styles.verdict}>
        <Stamp kind={approved ? 'done' : 'draft'}>{approved ? 'Approved' : 'Draft'}</Stamp>
        <div className={viewStyles.actions}>
          <Button small onClick={toggle} aria-pressed={approved}>
            Approve <span className="visually-hidden">{name}</span>
          </Button>
          <Remove name={name} empty={!content} onRemove={() => set(at, undefined)} />
        </div>
      </div>
    </li>
  );
}
