import { Fields } from '../Fields';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { choicesAt } from './items';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';
import { Kind } from './soundbites/Kind';

const MOST = 30;

/** Step 19: short lines that anybody in the company can use, once approved. */
export function Soundbites() {
  const { step } = useStep();
  const { list, add } = useList('/soundbites');
  const arrival = useArrival();
  const approved = list.filter((line) => line.status === 'approved').length;
  return (
    <View>
      <Part
        heading="Lines"
        actions={
          <span className={viewStyles.figure}>
            {approved} of {list.length} approved
          </span>
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
