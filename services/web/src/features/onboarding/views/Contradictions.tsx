import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { useArrival } from '../use-arrival';
import { IssueCard } from './issues/IssueCard';
import { inOrder, openCritical } from './issues/issues';
import { count } from './items';
import { Empty } from './parts/Empty';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { Wrong } from './parts/Wrong';

/** Step 3: statements that clash, face to face, until it is said which one holds. */
export function Contradictions() {
  const { list, add } = useList('/issues');
  const arrival = useArrival();
  const critical = openCritical(list).length;
  const open = list.filter((issue) => issue.resolved !== true).length;
  const addIssue = () =>
    arrival.await(add({ type: 'contradiction', priority: 'medium', violation: ['', ''], resolved: false }));
  return (
    <View>
      {critical > 0 ? (
        <Notice kind="error" title={`${count(critical, 'critical clash', 'critical clashes')} to resolve`}>
          The steps after this one open when each has a resolution.
        </Notice>
      ) : null}
      <Part heading="Clashes">
        <Wrong at="/issues" />
        {list.length === 0 ? (
          <Empty title="No clash noted" action={<Button onClick={addIssue}>Note a clash</Button>}>
            Have your statements compared, or note a clash that you know of. Without any you can go on.
          </Empty>
        ) : (
          <>
            <p className={viewStyles.figure}>
              {open} open, {list.length - open} resolved
            </p>
            <ul className={viewStyles.list}>
              {inOrder(list).map((issue) => (
                <IssueCard key={issue.id} issue={issue} arrive={arrival.ref(issue.id)} />
              ))}
            </ul>
            <div className={viewStyles.actions}>
              <Button small onClick={addIssue}>
                Note a clash
              </Button>
            </div>
          </>
        )}
      </Part>
    </View>
  );
}
