import { Fields } from '../Fields';
import { primaryOf } from './icp/completeness';
import { IcpPanel } from './icp/IcpPanel';
import { Part } from './parts/Part';
import { TabbedItems } from './parts/TabbedItems';
import { useList } from './parts/use-list';
import { View } from './parts/View';

const TIERS = ['primary', 'secondary', 'tertiary'] as const;
const EMPTY = {
  title: 'No profile yet',
  says: 'A profile says who buys, what hurts them and what they want. Messages and channels are chosen for the primary one.',
  begin: 'Describe a customer',
};

/** Step 16: up to three profiles of the customer we want more of. */
export function IcpEditor() {
  const { list, remove } = useList('/icps');
  const primary = primaryOf(list);
  return (
    <View>
      <Part heading="Audience">
        <Fields names={['target_audience']} />
      </Part>
      <TabbedItems
        pointer="/icps"
        label="Customer profiles"
        one="profile"
        marked={primary}
        mark="primary"
        fresh={(place) => ({ tier: TIERS[place - 1] ?? 'tertiary', pains: [], goals: [] })}
        empty={EMPTY}
      >
        {(icp, arrive) => (
          <IcpPanel
            key={icp.id}
            icp={icp}
            primary={icp.id === primary}
            alone={list.length === 1}
            arrive={arrive}
            onRemove={() => remove(icp)}
          />
        )}
      </TabbedItems>
    </View>
  );
}
