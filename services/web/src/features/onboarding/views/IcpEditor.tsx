import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { Tabs } from '@/components/ui/Tabs';
import { Fields } from '../Fields';
import { primaryOf } from './icp/completeness';
import { IcpPanel } from './icp/IcpPanel';
import { text } from './items';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import { Wrong } from './parts/Wrong';

const MOST = 3;
const TIERS = ['primary', 'secondary', 'tertiary'] as const;

/** Step 16: up to three profiles of the customer we want more of. */
export function IcpEditor() {
  const { list, add, remove } = useList('/icps');
  const [open, setOpen] = useState<string>();
  const primary = primaryOf(list);
  const icp = list.find((candidate) => candidate.id === (open ?? primary)) ?? list[0];
  const addProfile = () => setOpen(add({ tier: TIERS[list.length] ?? 'tertiary', pains: [], goals: [] }));
  return (
    <View>
      <Part heading="Audience">
        <Fields names={['target_audience']} />
      </Part>
      <Wrong at="/icps" />
      {icp ? (
        <Part>
          <Tabs
            label="Customer profiles"
            selected={icp.id}
            onSelect={setOpen}
            tabs={list.map((candidate, index) => ({
              id: candidate.id,
              label: text(candidate.name) || `Profile ${index + 1}`,
              mark: candidate.id === primary ? <Stamp kind="active">primary</Stamp> : undefined,
            }))}
            actions={
              list.length < MOST ? (
                <Button small kind="quiet" onClick={addProfile}>
                  Add a profile
                </Button>
              ) : null
            }
          >
            <IcpPanel
              key={icp.id}
              icp={icp}
              primary={icp.id === primary}
              alone={list.length === 1}
              onRemove={() => remove(icp)}
            />
          </Tabs>
        </Part>
      ) : (
        <Empty title="No profile yet" action={<Button onClick={addProfile}>Describe a customer</Button>}>
          A profile says who buys, what hurts them and what they want. Messages and channels are chosen for the primary
          one.
        </Empty>
      )}
    </View>
  );
}
