import { Button } from '@/components/ui/Button';
import { Fields } from '../Fields';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { FactGroup } from './facts/FactGroup';
import { isKept, isPending, OWN_FACT, settleAll } from './facts/facts';
import { choicesAt, count, items } from './items';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';

/** Step 2: what the evidence says about the company, each fact accepted, corrected or rejected. */
export function FactReview() {
  const { step, data, set, answers } = useStep();
  const { list, add } = useList('/facts');
  const arrival = useArrival();
  const say = useSay();
  const evidence = items(answers(1).evidence);
  const pending = list.filter(isPending).length;
  const addFact = () => arrival.await(add(OWN_FACT));
  const settle = (status: 'verified' | 'rejected', word: string) => {
    set('/facts', settleAll(data.facts, status));
    say(`${count(pending, 'fact')} ${word}`);
  };
  return (
    <View>
      <Part
        heading="Facts"
        actions={
          pending > 0 ? (
            <>
              <Button small onClick={() => settle('verified', 'accepted')}>
                Accept all {pending} pending
              </Button>
              <Button small kind="quiet" onClick={() => settle('rejected', 'rejected')}>
                Reject all pending
              </Button>
            </>
          ) : null
        }
      >
        <Wrong at="/facts" />
        {list.length === 0 ? (
          <Empty title="No facts yet" action={<Button onClick={addFact}>Add a fact</Button>}>
            Facts are what the later steps are built from. Suggestions come from your evidence; what you know yourself
            counts as much.
          </Empty>
        ) : (
          <>
            <p className={viewStyles.figure}>
              {count(list.length, 'fact')}: {list.filter(isKept).length} accepted, {pending} pending,{' '}
              {list.length - pending - list.filter(isKept).length} rejected
            </p>
            {choicesAt(step.fields, '/facts/*/category').map((category) => {
              const facts = list.filter((fact) => (fact.category ?? OWN_FACT.category) === category.value);
              return facts.length > 0 ? (
                <FactGroup
                  key={category.value}
                  name={category.label}
                  {...{ facts, evidence }}
                  refOf={arrival.ref}
                  onMove={arrival.await}
                />
              ) : null;
            })}
            <div className={viewStyles.actions}>
              <Button small onClick={addFact}>
                Add a fact
              </Button>
            </div>
          </>
        )}
      </Part>
      <Part heading="Essence">
        <Fields names={['value_proposition', 'mission', 'vision']} />
      </Part>
    </View>
  );
}
