import { Button } from '@/components/ui/Button';
import { Fields } from '../Fields';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { choicesAt, count, doc } from './items';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';
import { Kind } from './soundbites/Kind';

const MOST = 30;

/** Step 19: short lines that anybody in the company can use, once approved. */
export function Soundbites() {
  const { step, data, set, leave } = useStep();
  const { list, add } = useList('/soundbites');
  const arrival = useArrival();
  const say = useSay();
  const approved = list.filter((line) => line.status === 'approved').length;
  const approveAll = () => {
    const stored = Array.isArray(data.soundbites) ? data.soundbites : [];
    set(
      '/soundbites',
      stored.map((line) => ({ ...doc(line), status: 'approved' })),
    );
    leave();
    say(`${count(list.length - approved, 'line')} approved`);
  };
  return (
    <View>
      <Part
        heading="Lines"
        actions={
          <>
            <span className={viewStyles.figure}>
              {approved} of {list.length} approved
            </span>
            {list.length - approved > 1 ? (
              <Button small onClick={approveAll}>
                Approve all {list.length - approved} drafts
              </Button>
            ) : null}
          </>
        }
      >
        <p className={viewStyles.note}>
          {list.length === 0
            ? 'One line for each job that words do, from naming the problem to asking for the next step.'
            : 'The lines that anybody in the company can say.'}{' '}
          Only approved lines are used in what is written for you.
        </p>
        <Wrong at="/soundbites" />
        <div>
          {choicesAt(step.fields, '/soundbites/*/kind').map((kind) => (
            <Kind
              key={kind.value}
              label={kind.label}
              lines={list.filter((line) => line.kind === kind.value)}
              full={list.length >= MOST}
              refOf={arrival.ref}
              onAdd={() => arrival.await(add({ kind: kind.value, status: 'draft' }))}
            />
          ))}
        </div>
      </Part>
      <Part heading="Messages">
        <Fields names={['key_messages', 'taglines', 'hierarchy']} />
      </Part>
    </View>
  );
}
