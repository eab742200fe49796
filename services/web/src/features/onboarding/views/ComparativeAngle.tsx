import { LinkButton } from '@/components/ui/Button';
import { Ruler } from '@/components/ui/Ruler';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import { AngleRow } from './angle/AngleRow';
import { facing } from './angle/angle';
import { items, text } from './items';
import { Empty } from './parts/Empty';
import { Ledger } from './parts/Ledger';
import { Part } from './parts/Part';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';

const COLUMNS = [
  { name: 'axis', label: 'Axis', placeholder: 'What is compared', lines: true },
  { name: 'our_position', label: 'Us', lines: true },
  { name: 'competitor_position', label: 'Them', lines: true },
  { name: 'differentiation', label: 'What the difference means', lines: true, size: 'wide' },
] as const;

/** Step 8: for every alternative of step 7 the one reason to choose us. */
export function ComparativeAngle() {
  const { data, answers } = useStep();
  const rows = facing(items(answers(7).alternatives), items(data.leverage));
  const written = rows.filter((row) => row.alternative && text(row.entry?.text).trim()).length;
  const needed = rows.filter((row) => row.alternative).length;
  return (
    <View>
      <Part heading="Angle against each alternative">
        {needed === 0 ? (
          <Empty
            title="No alternatives yet"
            action={
              <LinkButton to="/onboarding/session/step/$n" params={{ n: '7' }}>
                List the alternatives in step 7
              </LinkButton>
            }
          >
            Each alternative gets a row here: what it promises, where it is weak, and why a customer chooses you
            instead.
          </Empty>
        ) : (
          <Ruler label="Angles written" value={written} max={needed} text={`${written} of ${needed}`} ticks={needed} />
        )}
        <Wrong at="/leverage" />
        <ul className={viewStyles.list}>
          {rows.map((row) => (
            <AngleRow key={row.id} row={row} />
          ))}
        </ul>
      </Part>
      <Part>
        <Fields names={['vantage_point']} />
      </Part>
      <Part heading="Where positions differ">
        <p className={viewStyles.note}>One line for each axis on which you stand elsewhere than the others.</p>
        <Ledger pointer="/positioning_delta" columns={COLUMNS} caption="Where positions differ" one="difference" />
      </Part>
      <Part>
        <Fields names={['advantages']} />
      </Part>
    </View>
  );
}
