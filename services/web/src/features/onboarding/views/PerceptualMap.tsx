import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { Tabs } from '@/components/ui/Tabs';
import { useStep } from '../step-context';
import { text } from './items';
import { MapOption } from './map/MapOption';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { Said } from './parts/Said';
import { useArrival } from './parts/use-arrival';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import { Wrong } from './parts/Wrong';

const MOST = 3;

/** Step 11: where customers see us and the others; one of up to three maps is chosen. */
export function PerceptualMap() {
  const { data, set, leave, error } = useStep();
  const { list, add, remove } = useList('/options');
  const chosen = text(data.selected_position);
  const [open, setOpen] = useState(chosen);
  const [said, say] = useState('');
  const option = list.find((candidate) => candidate.id === open) ?? list[0];
  const arrival = useArrival();
  const addMap = () => {
    const id = add({ name: `Map ${list.length + 1}`, x_value: 50, y_value: 50, competitors: [] });
    setOpen(id);
    arrival.await(id);
  };
  const choose = (id: string) => {
    const back = id === chosen;
    set('/selected_position', back ? undefined : id);
    leave();
    say(back ? 'No map is chosen' : 'This map is chosen');
  };
  if (!option) {
    return (
      <View>
        <Wrong at="/options" />
        <Empty title="No map yet" action={<Button onClick={addMap}>Draw a map</Button>}>
          Two axes that matter to your customers, with you and the others on them. The open areas of the chosen map are
          where the positioning grows.
        </Empty>
      </View>
    );
  }
  const wrong = error('/selected_position');
  return (
    <View>
      <Part>
        <Tabs
          label="Maps"
          selected={option.id}
          onSelect={setOpen}
          tabs={list.map((candidate, index) => ({
            id: candidate.id,
            label: text(candidate.name) || `Map ${index + 1}`,
            mark: candidate.id === chosen ? <Stamp kind="active">chosen</Stamp> : undefined,
          }))}
          actions={
            list.length < MOST ? (
              <Button small kind="quiet" onClick={addMap}>
                Add a map
              </Button>
            ) : null
          }
        >
          <MapOption
            key={option.id}
            option={option}
            chosen={option.id === chosen}
            wrong={wrong}
            arrive={arrival.ref(option.id)}
            onChoose={() => choose(option.id)}
            onRemove={() => {
              if (option.id === chosen) set('/selected_position', undefined);
              remove(option);
            }}
          />
        </Tabs>
        <Said words={said} />
      </Part>
    </View>
  );
}
