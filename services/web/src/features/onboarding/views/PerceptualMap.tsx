import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { type Item, text } from './items';
import { MapOption } from './map/MapOption';
import { TabbedItems } from './parts/TabbedItems';
import { useList } from './parts/use-list';
import { View } from './parts/View';

const EMPTY = {
  title: 'No map yet',
  says: 'Two axes that matter to your customers, with you and the others on them. The open areas of the chosen map are where the positioning grows.',
  begin: 'Draw a map',
};

/** Step 11: where customers see us and the others; one of up to three maps is chosen. */
export function PerceptualMap() {
  const { data, set, leave, error } = useStep();
  const say = useSay();
  const { remove } = useList('/options');
  const chosen = text(data.selected_position);
  const choose = (id: string) => {
    const back = id === chosen;
    set('/selected_position', back ? undefined : id);
    leave();
    say(back ? 'No map is chosen' : 'This map is chosen');
  };
  const removeMap = (option: Item) => {
    if (option.id === chosen) set('/selected_position', undefined);
    remove(option);
  };
  return (
    <View>
      <TabbedItems
        pointer="/options"
        label="Maps"
        one="map"
        marked={chosen}
        mark="chosen"
        fresh={(place) => ({ name: `Map ${place}`, x_value: 50, y_value: 50, competitors: [] })}
        empty={EMPTY}
      >
        {(option, arrive) => (
          <MapOption
            key={option.id}
            option={option}
            chosen={option.id === chosen}
            wrong={error('/selected_position')}
            arrive={arrive}
            onChoose={() => choose(option.id)}
            onRemove={() => removeMap(option)}
          />
        )}
      </TabbedItems>
    </View>
  );
}
