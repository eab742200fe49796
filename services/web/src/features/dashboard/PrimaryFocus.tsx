import { LinkButton } from '@/components/ui/Button';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** The one thing to work on; until there are moves, nothing runs. */
export function PrimaryFocus() {
  return (
    <Cell heading="Primary focus">
      <div className={styles.prose}>
        <p>
          <strong>All quiet.</strong> No move is running.
        </p>
        <p>
          Moves will turn this context into days of work. What you write until then, write from the foundation: it holds
          the position, the customer and the words that were settled.
        </p>
      </div>
      <div>
        <LinkButton to="/foundation" kind="primary">
          Read the foundation
        </LinkButton>
      </div>
    </Cell>
  );
}
