import { Button } from '@/components/ui/Button';
import { useArrival } from '../../use-arrival';
import { count } from '../items';
import { useList } from '../parts/use-list';
import viewStyles from '../parts/View.module.css';
import { Pain } from './Pain';

const MOST = 10;
const MIDDLING = 5;

export function Pains({ pointer }: { pointer: string }) {
  const { list, add, remove } = useList(pointer);
  const arrival = useArrival();
  return (
    <div>
      {list.length > 0 ? (
        <ul className={viewStyles.list} aria-label={count(list.length, 'pain')}>
          {list.map((pain, index) => (
            <Pain
              key={pain.id}
              pointer={`${pointer}/${pain.id}`}
              pain={pain}
              place={index + 1}
              arrive={arrival.ref(pain.id)}
              onRemove={() => remove(pain)}
            />
          ))}
        </ul>
      ) : null}
      {list.length < MOST ? (
        <Button
          small
          kind="quiet"
          className={viewStyles.add}
          onClick={() => arrival.await(add({ severity: MIDDLING }))}
        >
          Add a pain
        </Button>
      ) : null}
    </div>
  );
}
