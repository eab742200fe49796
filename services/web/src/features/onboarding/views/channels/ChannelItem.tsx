import type { Ref } from 'react';
import { Checkbox } from '@/components/ui/Choices';
import { type Choice, Select } from '@/components/ui/Select';
import { Stamp } from '@/components/ui/Stamp';
import { useStep } from '../../step-context';
import type { Item } from '../items';
import { Cell } from '../parts/Cell';
import { Grip } from '../parts/Grip';
import { More } from '../parts/More';
import { isTier, type Tier } from './channels';
import styles from './channels.module.css';

type Props = {
  channel: Item;
  tier: Tier | undefined;
  tiers: readonly Choice[];
  name: string;
  move(id: string, tier: Tier | undefined): void;
  arrive: Ref<HTMLLIElement> | undefined;
};

export function ChannelItem({ channel, tier, tiers, name, move, arrive }: Props) {
  const { set } = useStep();
  const at = `/channels/${channel.id}`;
  const owned = channel.is_owned === true;
  return (
    <li ref={arrive} className={styles.channel}>
      <div className={styles.title}>
        <Grip id={channel.id} />
        <span>{name}</span>
        {owned ? <Stamp>owned</Stamp> : null}
      </div>
      <Select
        bare
        label={`Tier of ${name}`}
        required
        empty="Not placed"
        choices={tiers}
        value={tier}
        onValue={(value) => move(channel.id, isTier(value) ? value : undefined)}
      />
      {tier ? (
        <More label="Details" of={name}>
          <Cell framed pointer={`${at}/name`} label="What you call it" placeholder={name} />
          <Checkbox label="Owned by us" checked={owned} onChecked={(on) => set(`${at}/is_owned`, on)} />
        </More>
      ) : null}
    </li>
  );
}
