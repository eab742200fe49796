import { Checkbox } from '@/components/ui/Choices';
import { useStep } from '../step-context';
import { primaryOf } from './icp/completeness';
import { choicesAt, items, text } from './items';
import styles from './ladder/ladder.module.css';
import { Rung } from './ladder/Rung';
import { Part } from './parts/Part';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';

/** Step 17: how the primary customer comes from not knowing the problem to buying; to read, not to write. */
export function AwarenessLadder() {
  const { step, data, set, leave, answers } = useStep();
  const rungs = choicesAt(step.fields, '/ladder/*/rung');
  const drawn = items(data.ladder);
  const icps = items(answers(16).icps);
  const customer = text(icps.find((icp) => icp.id === primaryOf(icps))?.name);
  return (
    <View>
      <Part heading={customer ? `From not knowing to buying: ${customer}` : 'From not knowing to buying'}>
        {drawn.length === 0 ? (
          <p className={viewStyles.note}>
            What the customer thinks on each rung, and what to tell them there, comes from the suggestions of this step.
            Accept them and the ladder is drawn.
          </p>
        ) : null}
        <ol className={styles.ladder}>
          {rungs.map((rung, index) => (
            <Rung
              key={rung.value}
              place={index}
              name={rung.label}
              rung={drawn.find((candidate) => candidate.rung === rung.value)}
            />
          ))}
        </ol>
        <Checkbox
          label="I have read the ladder"
          checked={data.reviewed === true}
          onChecked={(on) => {
            set('/reviewed', on);
            leave();
          }}
        />
      </Part>
    </View>
  );
}
