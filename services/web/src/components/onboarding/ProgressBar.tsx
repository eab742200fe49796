import { Link } from '@tanstack/react-router';
import type { OnboardingSession, StepsDescription } from '@/api/onboarding';
import { type Mark, markOf, SAYS } from './mark';
import styles from './ProgressBar.module.css';

type Props = { description: StepsDescription; session: OnboardingSession; n: number };

/** The datum line of onboarding: 23 stations in six phases, drawn as far as they are answered. */
export function ProgressBar({ description, session, n }: Props) {
  const { steps, phases } = description;
  const here = steps.find(({ number }) => number === n);
  const marks = new Map(session.steps.map((step) => [step.n, markOf(step)]));
  const title = (number: number) => steps.find((step) => step.number === number)?.title ?? '';
  const { completed, skipped } = session.progress;

  return (
    <nav className={styles.bar} aria-label="Steps">
      <div className={styles.words}>
        <span>
          Step {n} of {steps.length}
          {here ? `, ${here.phase.title}` : ''}
        </span>
        <span className={styles.figure}>
          {completed} completed{skipped > 0 ? `, ${skipped} skipped` : ''}
        </span>
      </div>
      <ol className={styles.phases}>
        {phases.map((phase) => (
          <li key={phase.number} className={styles.phase} style={{ flexGrow: phase.steps.length }}>
            <span className={styles.numeral}>
              {phase.numeral} <span className={styles.phaseTitle}>{phase.title}</span>
            </span>
            <ol className={styles.stations}>
              {phase.steps.map((number) => (
                <li key={number} className={styles.station}>
                  <Station
                    number={number}
                    title={title(number)}
                    mark={marks.get(number) ?? 'locked'}
                    here={number === n}
                  />
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <details className={styles.all}>
        <summary>All steps</summary>
        <ol className={styles.list}>
          {steps.map(({ number, title }) => (
            <li key={number}>
              <Entry number={number} title={title} mark={marks.get(number) ?? 'locked'} />
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}

type StationProps = { number: number; title: string; mark: Mark; here: boolean };

function Station({ number, title, mark, here }: StationProps) {
  const name = `Step ${number}, ${title}: ${SAYS[mark]}`;
  const shape = <span className={styles.tick} data-mark={mark} data-here={here ? '' : undefined} />;
  if (mark === 'locked') {
    return (
      <span className={styles.stop} title={name}>
        {shape}
        <span className="visually-hidden">{name}</span>
      </span>
    );
  }
  return (
    <Link
      to="/onboarding/session/step/$n"
      params={{ n: String(number) }}
      className={styles.stop}
      title={name}
      aria-label={name}
      preload={false}
    >
      {shape}
    </Link>
  );
}

function Entry({ number, title, mark }: Omit<StationProps, 'here'>) {
  const words = (
    <>
      <span className={styles.number}>{String(number).padStart(2, '0')}</span>
      <span className={styles.title}>{title}</span>
      <span className={styles.says}>{SAYS[mark]}</span>
    </>
  );
  if (mark === 'locked') return <span className={`${styles.entry} ${styles.locked}`}>{words}</span>;
  return (
    <Link to="/onboarding/session/step/$n" params={{ n: String(number) }} className={styles.entry} preload={false}>
      {words}
    </Link>
  );
}
