import { Link } from '@tanstack/react-router';
import { Notice } from '@/components/ui/Notice';
import { count } from '../items';
import styles from './final.module.css';

/** Steps that finalizing still asks for; this one itself is not counted. */
export function Missing({ steps }: { steps: readonly { n: number; title: string }[] }) {
  const others = steps.filter((step) => step.n !== 23);
  if (others.length === 0) return null;
  return (
    <Notice kind="trace" title={`${count(others.length, 'step is', 'steps are')} not complete`}>
      <ul className={styles.missing}>
        {others.map((step) => (
          <li key={step.n}>
            <Link to="/onboarding/session/step/$n" params={{ n: String(step.n) }}>
              {step.n}. {step.title}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
