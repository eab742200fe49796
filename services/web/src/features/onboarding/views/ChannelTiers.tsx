import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { Fields } from '../Fields';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { ChannelColumn } from './channels/ChannelColumn';
import { inTier, isTier, placed, primaryRule, TIERS, type Tier, warningOf } from './channels/channels';
import styles from './channels/channels.module.css';
import { choicesAt, items, labelOf } from './items';
import { Part } from './parts/Part';
import { View } from './parts/View';
import { Wrong } from './parts/Wrong';

const SAYS: Record<Tier, string> = {
  primary: 'One to three. About 80 % of the effort.',
  secondary: 'Kept going with what is left.',
  tertiary: 'Tried when there is time.',
  avoid: 'Left alone, on purpose.',
};

/** Step 20: the nine channels in four tiers, so that few get most of the effort. */
export function ChannelTiers() {
  const { step, data, set, leave } = useStep();
  const say = useSay();
  const [lifted, setLifted] = useState<string>();
  const moved = useArrival('select');
  const channels = items(data.channels);
  const all = choicesAt(step.fields, '/channels/*/id');
  const tiers = choicesAt(step.fields, '/channels/*/tier');
  const unplaced = all.filter(({ value }) => !channels.some((channel) => channel.id === value && isTier(channel.tier)));
  const nameOf = (id: string) => labelOf(all, id) || id;
  const move = (id: string, tier: Tier | undefined) => {
    if (!all.some(({ value }) => value === id)) return;
    const before = channels.find((channel) => channel.id === id);
    set('/channels', placed(channels, id, tier));
    leave();
    setLifted(warningOf(before, tier) ? id : undefined);
    moved.await(id);
    say(`${nameOf(id)} is now ${tier ? labelOf(tiers, tier).toLowerCase() : 'not placed'}`);
  };
  const column = { move, tiers, nameOf, refOf: moved.ref };
  const rule = channels.length > 0 ? primaryRule(channels) : undefined;
  return (
    <View>
      <Part heading="Channels">
        {lifted ? (
          <Notice
            kind="trace"
            live
            title={`${nameOf(lifted)} was to be avoided and is now primary`}
            actions={
              <Button small onClick={() => move(lifted, 'avoid')}>
                Put it back
              </Button>
            }
          >
            Keep it there only if something has changed since.
          </Notice>
        ) : null}
        <Wrong at="/channels" />
        {rule ? <Notice kind="trace">{rule}</Notice> : null}
        {unplaced.length > 0 ? (
          <ChannelColumn
            {...column}
            title="Not placed"
            says="Give each a tier, or leave it out."
            channels={unplaced.map(({ value }) => ({ id: value }))}
          />
        ) : null}
        <div className={styles.board}>
          {TIERS.map((tier) => (
            <ChannelColumn
              key={tier}
              {...column}
              tier={tier}
              title={labelOf(tiers, tier)}
              says={SAYS[tier]}
              channels={inTier(channels, tier)}
            />
          ))}
        </div>
      </Part>
      <Part heading="Going to market">
        <Fields names={['go_to_market', 'content_strategy', 'sales_strategy']} />
      </Part>
    </View>
  );
}
