import type { Ref } from 'react';
import { Ruler } from '@/components/ui/Ruler';
import { Fields } from '../../Fields';
import { type Item, text } from '../items';
import { Ledger } from '../parts/Ledger';
import { More } from '../parts/More';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import { completenessOf } from './completeness';
import { IcpPart } from './IcpPart';
import styles from './icp.module.css';
import { Pains } from './Pains';

const WHO = [
  'name',
  'tagline',
  'role',
  'stage',
  'description',
  'company_size',
  'vertical',
  'geography',
  'tier',
  'buyer_type',
];
const GOALS = [
  { name: 'description', label: 'Goal', lines: true, size: 'wide' },
  { name: 'category', label: 'Kind', lines: true },
  { name: 'priority', label: 'Priority', size: 'narrow' },
  { name: 'timeline', label: 'Timeline', lines: true },
] as const;
const OBJECTIONS = [
  { name: 'description', label: 'What they object', lines: true, size: 'wide' },
  { name: 'response', label: 'Our answer', lines: true, size: 'wide' },
  { name: 'type', label: 'Kind', lines: true },
] as const;
const TRIGGERS = [
  { name: 'event', label: 'What happens', lines: true, size: 'wide' },
  { name: 'timing', label: 'When', lines: true },
  { name: 'impact', label: 'What it does', lines: true, size: 'wide' },
] as const;

type Props = {
  icp: Item;
  primary: boolean;
  alone: boolean;
  arrive: Ref<HTMLDivElement> | undefined;
  onRemove(): void;
};

export function IcpPanel({ icp, primary, alone, arrive, onRemove }: Props) {
  const at = `/icps/${icp.id}`;
  const { share, missing } = completenessOf(icp);
  const percent = Math.round(share * 100);
  const rank = alone
    ? ''
    : primary
      ? ' The most complete profile leads: this one.'
      : ' The most complete profile leads.';
  return (
    <>
      <div className={styles.measure}>
        <Ruler label="Completeness" value={percent} max={100} text={`${percent} %`} ticks={4} />
        <p className={viewStyles.note}>
          {missing.length > 0 ? `Would add to it: ${missing.join(', ')}.` : 'Nothing is missing.'}
          {rank}
        </p>
      </div>
      <IcpPart title="Who">
        <div ref={arrive}>
          <Fields parent={at} names={WHO} />
        </div>
      </IcpPart>
      <IcpPart title="Pains" says="What hurts, the worst first in what is written for them.">
        <Pains pointer={`${at}/pains`} />
      </IcpPart>
      <IcpPart title="Goals">
        <Ledger pointer={`${at}/goals`} columns={GOALS} caption="Goals" one="goal" fresh={{ priority: 'medium' }} />
      </IcpPart>
      <IcpPart title="Objections">
        <Ledger pointer={`${at}/objections`} columns={OBJECTIONS} caption="Objections" one="objection" />
      </IcpPart>
      <IcpPart title="Triggers">
        <Ledger pointer={`${at}/triggers`} columns={TRIGGERS} caption="Triggers" one="trigger" />
      </IcpPart>
      <IcpPart title="Reach">
        <Fields parent={at} names={['channels']} />
      </IcpPart>
      <IcpPart title="Mind and habits">
        <More label="Beliefs, behaviour, demographics, sophistication" of={text(icp.name) || 'this profile'}>
          <div className={styles.measure}>
            <Fields parent={at} names={['psychographics', 'behaviors', 'demographics', 'match_score']} />
            <Fields parent={at} names={['sophistication']} />
          </div>
        </More>
      </IcpPart>
      <div>
        <Remove kind="danger" label="Remove this profile" name={text(icp.name) || 'this profile'} onRemove={onRemove} />
      </div>
    </>
  );
}
