import { type RefCallback, useId } from 'react';
import type { Choice } from '@/components/ui/Select';
import type { Item } from '../items';
import { useDrop } from '../parts/use-drop';
import viewStyles from '../parts/View.module.css';
import { ChannelItem } from './ChannelItem';
import type { Tier } from './channels';
import styles from './channels.module.css';

type Props = {
  tier?: Tier;
  title: string;
  says: string;
  channels: readonly Item[];
  tiers: readonly Choice[];
  nameOf(id: string): string;
  move(id: string, tier: Tier | undefined): void;
  refOf(id: string): RefCallback<HTMLLIElement> | undefined;
};

/** One tier; takes what is dragged onto it. */
export function ChannelColumn({ tier, title, says, channels, tiers, nameOf, move, refOf }: Props) {
  const id = useId();
  const drop = useDrop((channel) => move(channel, tier));
  return (
    <section className={styles.column} data-tier={tier ?? 'none'} aria-labelledby={id} {...drop}>
      <header className={styles.head}>
        <h3 id={id}>{title}</h3>
        <span className={viewStyles.figure}>{channels.length}</span>
      </header>
      <p className={viewStyles.note}>{says}</p>
      {channels.length > 0 ? (
        <ul className={styles.channels}>
          {channels.map((channel) => (
            <ChannelItem
              key={channel.id}
              channel={channel}
              tier={tier}
              tiers={tiers}
              name={nameOf(channel.id)}
              move={move}
              arrive={refOf(channel.id)}
            />
          ))}
        </ul>
      ) : (
        <p className={styles.nothing}>None</p>
      )}
    </section>
  );
}
