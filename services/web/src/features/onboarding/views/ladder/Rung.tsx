import { type Item, text } from '../items';
import styles from './ladder.module.css';

/** One rung, a step further in than the one before it. */
export function Rung({ place, name, rung }: { place: number; name: string; rung: Item | undefined }) {
  return (
    <li className={styles.rung} data-place={place} data-drawn={rung ? '' : undefined}>
      <h3 className={styles.name}>
        <span className={styles.place} aria-hidden="true">
          {place + 1}
        </span>
        {name}
      </h3>
      {rung ? (
        <dl className={styles.words}>
          <div>
            <dt>They think</dt>
            <dd>{text(rung.belief) || 'Not written'}</dd>
          </div>
          <div>
            <dt>Tell them</dt>
            <dd>{text(rung.message) || 'Not written'}</dd>
          </div>
        </dl>
      ) : null}
    </li>
  );
}
