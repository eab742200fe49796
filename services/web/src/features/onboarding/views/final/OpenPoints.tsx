import { Link } from '@tanstack/react-router';
import type { Doc } from '@/lib/autosave/merge3';
import { Part } from '../parts/Part';
import viewStyles from '../parts/View.module.css';
import styles from './final.module.css';
import { openPoints } from './summary';

/** What a careful reader would ask about before approving. */
export function OpenPoints({ answers }: { answers(n: number): Doc }) {
  const points = openPoints(answers);
  return (
    <Part heading="Open points">
      {points.length === 0 ? (
        <p className={viewStyles.note}>None. Nothing you noted is left unresolved or unproved.</p>
      ) : (
        <>
          <p className={viewStyles.note}>They do not stop you. Settle them now, or come back to them later.</p>
          <ul className={styles.points}>
            {points.map(({ n, words }) => (
              <li key={`${n} ${words}`} className={styles.point}>
                <span>{words}</span>
                <Link to="/onboarding/session/step/$n" params={{ n: String(n) }} className={styles.edit}>
                  Step {n}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}
