import { LinkButton } from '@/components/ui/Button';
import { Checkbox } from '@/components/ui/Choices';
import { useStep } from '../step-context';
import { GapMap } from './gaps/GapMap';
import { items, text } from './items';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { View } from './parts/View';

/** Step 13: the open areas of the map chosen in step 11. */
export function GapAnalysis() {
  const { data, set, error, leave, answers } = useStep();
  const source = answers(11);
  const map = items(source.options).find((option) => option.id === text(source.selected_position));
  return (
    <View>
      <Part heading={map ? `Gaps on ${text(map.name) || 'the chosen map'}` : 'Gaps'}>
        {map ? (
          <GapMap map={map} />
        ) : (
          <Empty
            title="No map is chosen"
            action={
              <LinkButton to="/onboarding/session/step/$n" params={{ n: '11' }}>
                Choose a map in step 11
              </LinkButton>
            }
          >
            Gaps are areas of the chosen map where no rival stands near.
          </Empty>
        )}
      </Part>
      <Part heading="Confirmation">
        <Checkbox
          label="I confirm these gaps"
          help="They become part of your positioning."
          error={error('/confirmed')}
          checked={data.confirmed === true}
          onChecked={(on) => {
            set('/confirmed', on);
            leave();
          }}
        />
      </Part>
    </View>
  );
}
