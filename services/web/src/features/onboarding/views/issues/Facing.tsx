import { Button } from '@/components/ui/Button';
import { useStep } from '../../step-context';
import { type Item, texts } from '../items';
import { Cell } from '../parts/Cell';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import styles from './issues.module.css';

const MOST = 10;

/** The clashing statements face to face, a break line between them. */
export function Facing({ issue, title }: { issue: Item; title: string }) {
  const { set } = useStep();
  const statements = texts(issue.violation);
  const at = `/issues/${issue.id}/violation`;
  return (
    <fieldset>
      <legend className="visually-hidden">Statements that clash in {title}</legend>
      <ul className={styles.facing}>
        {statements.map((statement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: statements have no identity but their place
          <li key={index} className={styles.statement}>
            <Cell
              pointer={`${at}/${index}`}
              label={`Statement ${index + 1} of ${title}`}
              placeholder="The statement, and where it stands"
              lines
            />
            {statements.length > 2 ? (
              <div className={styles.remove}>
                <Remove
                  name={`statement ${index + 1}`}
                  empty={!statement}
                  onRemove={() => set(at, statements.toSpliced(index, 1))}
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {statements.length < MOST ? (
        <Button small kind="quiet" className={viewStyles.add} onClick={() => set(at, [...statements, ''])}>
          Add a statement <span className="visually-hidden">to {title}</span>
        </Button>
      ) : null}
    </fieldset>
  );
}
