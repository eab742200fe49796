import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { currentQuery } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Checkbox } from '@/components/ui/Choices';
import { Notice } from '@/components/ui/Notice';
import { useStep } from '../../step-context';
import { useFinalize } from '../../use-finalize';
import { doc } from '../items';
import { Cell } from '../parts/Cell';
import { Part } from '../parts/Part';
import { Said } from '../parts/Said';
import viewStyles from '../parts/View.module.css';
import styles from './final.module.css';

/** The founder's word, and with it the last act. */
export function Approval() {
  const { data, set, error, leave, readOnly } = useStep();
  const { start, words, problem, missing, state } = useFinalize();
  const { data: session } = useQuery(currentQuery);
  // A completed session is built anew by itself when a step changes.
  const open = !readOnly && session?.status !== 'completed';
  const approved = doc(data.final_review).approved === true;
  return (
    <Part heading="Approval">
      <Cell
        framed
        lines
        pointer="/final_review/notes"
        label="Notes"
        help="What you want to remember about this version."
      />
      <Checkbox
        label="I have read this page and approve it"
        error={error('/final_review/approved') ?? error('/final_review')}
        checked={approved}
        onChecked={(on) => {
          set('/final_review/approved', on);
          leave();
        }}
      />
      {state === 'failed' ? (
        <Notice kind="error" title="Not finalized">
          <p>{explain(problem)}</p>
          {missing.length > 0 ? (
            <ul className={styles.missing}>
              {missing.map((step) => (
                <li key={step.n}>
                  <Link to="/onboarding/session/step/$n" params={{ n: String(step.n) }}>
                    {step.n}. {step.title}
                  </Link>
                  {step.fields.length > 0 ? `: ${step.fields.join(', ')}` : null}
                </li>
              ))}
            </ul>
          ) : null}
        </Notice>
      ) : null}
      {open ? (
        <div className={viewStyles.bar}>
          <p className={viewStyles.note}>
            Finalizing builds the first version of your manifest. Answers can be changed later.
          </p>
          <Button kind="primary" pending={words} onClick={start}>
            Finalize
          </Button>
        </div>
      ) : null}
      <Said words={state === 'done' ? 'Finalized' : words || ''} />
    </Part>
  );
}
