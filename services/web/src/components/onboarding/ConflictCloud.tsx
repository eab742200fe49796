import type { StepField } from '@/api/onboarding';
import { Button } from '@/components/ui/Button';
import type { Conflict, Doc } from '@/lib/autosave/merge3';
import { indexed, placeName, ruleAt } from '@/lib/steps/pointers';
import styles from './ConflictCloud.module.css';
import { Readable } from './Readable';

type Props = {
  fields: readonly StepField[];
  data: Doc;
  conflicts: readonly Conflict[];
  onResolve(pointer: string, take: 'mine' | 'theirs'): void;
};

/** The revision cloud: answers that two people, or two tabs, changed differently. Nothing is saved over until somebody chooses. */
export function ConflictCloud({ fields, data, conflicts, onResolve }: Props) {
  if (conflicts.length === 0) return null;
  return (
    <section className={styles.cloud} role="alert" aria-labelledby="conflict">
      <h2 id="conflict">Changed in two places</h2>
      <p>
        The same answer was changed here and somewhere else. Choose which one stands; everything else is merged already.
      </p>
      <ul className={styles.conflicts}>
        {conflicts.map(({ pointer, mine, theirs }) => {
          const place = placeName(fields, data, pointer) || 'This answer';
          const rule = ruleAt(fields, indexed(data, pointer));
          return (
            <li key={pointer} className={styles.conflict}>
              <h3>{place}</h3>
              <div className={styles.sides}>
                <div className={styles.side}>
                  <p className={styles.whose}>Here</p>
                  <Readable value={mine} rule={rule} />
                  <Button small onClick={() => onResolve(pointer, 'mine')} aria-label={`Keep mine: ${place}`}>
                    Keep mine
                  </Button>
                </div>
                <div className={styles.side}>
                  <p className={styles.whose}>Somewhere else</p>
                  <Readable value={theirs} rule={rule} />
                  <Button small onClick={() => onResolve(pointer, 'theirs')} aria-label={`Take theirs: ${place}`}>
                    Take theirs
                  </Button>
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
