import { Notice } from '@/components/ui/Notice';
import { useSay } from '../say-context';
import { useStep } from '../step-context';
import { useArrival } from '../use-arrival';
import { BoardColumn } from './board/BoardColumn';
import { boardOf, type Decision, lackOf } from './board/board';
import styles from './board/board.module.css';
import { text } from './items';
import { Part } from './parts/Part';
import { useList } from './parts/use-list';
import { View } from './parts/View';
import { Wrong } from './parts/Wrong';

const COLUMNS = [
  { decision: 'focus', title: 'Focus', says: 'What gets the time and the money.' },
  { decision: 'sacrifice', title: 'Sacrifice', says: 'What is given up so that the focus can have them.' },
] as const;

/** Step 15: what to pursue and what to give up, facing each other. */
export function FocusBoard() {
  const { answers, leave } = useStep();
  const { list, add, put } = useList('/items');
  const written = useArrival();
  const moved = useArrival('button');
  const say = useSay();
  const path = answers(9).selected_path;
  const board = boardOf(list, path);
  const lack = lackOf(board);
  const move = (id: string, decision: Decision) => {
    const item = list.find((candidate) => candidate.id === id);
    if (!item) return;
    put(item, 'decision', decision);
    leave();
    moved.await(id);
    say(`${text(item.item) || 'The item'} is now in ${decision}`);
  };
  const column = { path, move, refOf: (id: string) => written.ref(id) ?? moved.ref(id) };
  return (
    <View>
      <Part heading="Decisions">
        {board.undecided.length > 0 ? (
          <BoardColumn {...column} title="Undecided" says="Put each on one side." items={board.undecided} />
        ) : null}
        <div className={styles.board}>
          {COLUMNS.map(({ decision, title, says }) => (
            <BoardColumn
              key={decision}
              {...column}
              {...{ decision, title, says }}
              items={board[decision]}
              onAdd={() => written.await(add({ category: 'product', item: '', decision }))}
            />
          ))}
        </div>
        <Wrong at="/items" />
        {lack && list.length > 0 ? <Notice kind="trace">{lack}</Notice> : null}
      </Part>
    </View>
  );
}
