import { Link } from '@tanstack/react-router';
import type { ManifestContent } from '@/api/context';
import { withUnit } from '@/lib/bcm/readable';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** Goals and the figures that show whether they are reached, as they were named in onboarding. */
export function Goals({ content }: { content: ManifestContent }) {
  const kpis = content.goals?.kpis ?? [];
  const goals = content.goals?.short_term ?? [];
  return (
    <Cell heading="Goals and figures">
      {goals.length > 0 ? (
        <dl className={styles.figures}>
          {goals.map((goal) => (
            <div key={goal.title} className={styles.figure}>
              <dt dir="auto">{goal.title}</dt>
              <dd className={styles.note}>{goal.timeframe}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {kpis.length > 0 ? (
        <dl className={styles.figures}>
          {kpis.map((kpi) => (
            <div key={kpi.name} className={styles.figure}>
              <dt dir="auto">
                {kpi.name}
                {kpi.frequency ? <span className={styles.note}> {kpi.frequency}</span> : null}
              </dt>
              <dd>
                {kpi.current ? withUnit(kpi.current, kpi.unit) : 'No value yet'}
                {kpi.target ? <span className={styles.note}> of {withUnit(kpi.target, kpi.unit)}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <NoFigures content={content} />
      )}
    </Cell>
  );
}

/** Figures are among the first things left out of a context that would be too long. */
function NoFigures({ content }: { content: ManifestContent }) {
  const level = content.meta.compression_level;
  const shortened = level !== undefined && level !== 'none';
  return (
    <p className={styles.note}>
      No figures to watch stand in this version. You name them in{' '}
      <Link to="/onboarding/session/step/$n" params={{ n: '22' }}>
        step 22, Validation tasks
      </Link>
      {shortened
        ? '; your answers were longer than the context may be, and figures are left out before customers and messages are.'
        : '.'}
    </p>
  );
}
