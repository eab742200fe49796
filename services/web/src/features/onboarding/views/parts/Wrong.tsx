import { useStep } from '../../step-context';
import styles from './View.module.css';

/** What is wrong with a part as a whole, such as a list that is too short; takes the focus when it is the first thing wrong. */
export function Wrong({ at }: { at: string }) {
  const { error } = useStep();
  const wrong = error(at);
  return wrong ? (
    <p className={styles.wrong} data-invalid="" tabIndex={-1}>
      {wrong}
    </p>
  ) : null;
}
