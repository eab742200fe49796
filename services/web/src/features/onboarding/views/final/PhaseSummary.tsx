import { Link } from '@tanstack/react-router';
import type { StepDescription, StepsDescription } from '@/api/onboarding';
import { useStep } from '../../step-context';
import styles from './final.module.css';
import { summaryOf } from './summary';

type Props = { phase: StepsDescription['phases'][number]; steps: readonly StepDescription[] };

export function PhaseSummary({ phase, steps }: Props) {
  const { answers } = useStep();
  return (
    <section className={styles.phase} aria-label={phase.title}>
      <h3 className={styles.title}>
        <span className={styles.numeral} aria-hidden="true">
          {phase.numeral}
        </span>
        {phase.title}
      </h3>
      <ul className={styles.steps}>
        {steps.map((step) => {
          const lines = summaryOf(step.number, answers(step.number), step.fields);
          return (
            <li key={step.id} className={styles.step} data-empty={lines.length === 0 ? '' : undefined}>
              <div>
                <h4 className={styles.name}>{step.title}</h4>
                {lines.length > 0 ? (
                  lines.map((line) => (
                    <p key={line} className={styles.line}>
                      {line}
                    </p>
                  ))
                ) : (
                  <p className={styles.none}>{step.required ? 'Nothing yet' : 'Left out'}</p>
                )}
              </div>
              <Link to="/onboarding/session/step/$n" params={{ n: String(step.number) }} className={styles.edit}>
                Edit <span className="visually-hidden">{step.title}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
