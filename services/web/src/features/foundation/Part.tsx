import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { useBcm } from '@/hooks/useBcm';
import styles from './Foundation.module.css';

type Props = {
  title: string;
  /** The step whose answers stand here. */
  step: number;
  /** What the part says; nothing when the version does not hold it. */
  children?: ReactNode;
};

/** One settled thing, with the way to the step that owns it. */
export function Part({ title, step, children }: Props) {
  const id = useId();
  const { mayManage } = useBcm();
  const empty = children === null || children === undefined || children === false || children === '';
  return (
    <section className={styles.part} aria-labelledby={id}>
      <header className={styles.margin}>
        <h3 id={id}>{title}</h3>
        {mayManage ? (
          <Link to="/onboarding/session/step/$n" params={{ n: String(step) }} className={styles.edit}>
            Edit{' '}
            <span className="visually-hidden">
              {title}, step {step}
            </span>
          </Link>
        ) : null}
      </header>
      <div className={styles.body} dir="auto">
        {empty ? <p className={styles.absent}>Not in this version. It comes from step {step}.</p> : children}
      </div>
    </section>
  );
}
