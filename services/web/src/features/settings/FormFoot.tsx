import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import styles from './Settings.module.css';

type Props = {
  label: string;
  pending: string | false;
  /** What was done, once it is. */
  done?: string | false;
  error?: unknown;
};

/** The button of a form and what came of it. */
export function FormFoot({ label, pending, done, error }: Props) {
  return (
    <div className={styles.foot}>
      <Button kind="primary" type="submit" pending={pending}>
        {label}
      </Button>
      <p className={styles.told} role="status">
        {done || ''}
      </p>
      {error ? (
        <p className={styles.failed} role="alert">
          {explain(error)}
        </p>
      ) : null}
    </div>
  );
}
