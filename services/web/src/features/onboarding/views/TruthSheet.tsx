import { Button } from '@/components/ui/Button';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { openCritical } from './issues/issues';
import { items } from './items';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';
import { Lock } from './truth/Lock';
import { TruthTable } from './truth/TruthTable';
import { inTheWay, needsReview } from './truth/truth';

/** Step 4: the one table of facts that everything later relies on, confirmed row by row and then locked. */
export function TruthSheet() {
  const { data, set, answers } = useStep();
  const { list, add } = useList('/truth_sheet');
  const arrival = useArrival();
  const say = useSay();
  const locked = data.locked === true;
  const unread = list.filter(needsReview).length;
  const obstacles = inTheWay(list, openCritical(items(answers(3).issues)).length);
  const addRow = () => arrival.await(add({ category: 'company', status: 'needs_review' }));
  const confirmAll = () => {
    set(
      '/truth_sheet',
      list.map((row) => (needsReview(row) ? { ...row, status: 'confirmed' } : row)),
    );
    say('Every row is confirmed');
  };
  return (
    <View>
      <Lock locked={locked} obstacles={obstacles} />
      <Part
        heading="Rows"
        actions={
          !locked && unread > 0 ? (
            <Button small onClick={confirmAll}>
              Confirm all {unread} to review
            </Button>
          ) : null
        }
      >
        <Wrong at="/truth_sheet" />
        {list.length === 0 ? (
          <Empty title="No row yet" action={<Button onClick={addRow}>Add a row</Button>}>
            One table of what is true of the company. Every later step, and everything written for you, rests on it.
          </Empty>
        ) : (
          <>
            <fieldset disabled={locked}>
              <TruthTable rows={list} arrival={arrival} />
            </fieldset>
            {locked ? null : (
              <div className={viewStyles.actions}>
                <Button small onClick={addRow}>
                  Add a row
                </Button>
              </div>
            )}
          </>
        )}
      </Part>
    </View>
  );
}
