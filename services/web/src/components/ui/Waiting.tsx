import { ByPlace } from './ByPlace';
import styles from './Waiting.module.css';

/** Grey lines in place of what is still on its way; the words are for those who do not see them. */
export function Waiting({ lines = 4, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className={styles.waiting} role="status">
      <span className="visually-hidden">{label}</span>
      <ByPlace items={Array.from({ length: lines })}>
        {() => <span className={styles.line} aria-hidden="true" />}
      </ByPlace>
    </div>
  );
}
