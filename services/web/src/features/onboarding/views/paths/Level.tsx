import styles from './paths.module.css';

/** One to three ticks on a short dimension line, and the word for it. */
export function Level({ name, level, word }: { name: string; level: number; word: string }) {
  return (
    <div className={styles.level}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.ticks} aria-hidden="true">
          {[1, 2, 3].map((tick) => (
            <span key={tick} data-on={tick <= level ? '' : undefined} />
          ))}
        </span>
        {word}
      </dd>
    </div>
  );
}
