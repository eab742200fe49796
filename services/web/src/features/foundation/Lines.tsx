import styles from './Foundation.module.css';

type Props = {
  lines: readonly string[] | undefined;
  label?: string;
  /** Single words: one after the other. */
  inline?: boolean;
};

/** Short statements, one under the other; nothing when there are none. */
export function Lines({ lines = [], label, inline }: Props) {
  if (lines.length === 0) return null;
  return (
    <div>
      {label ? <h4 className={styles.label}>{label}</h4> : null}
      {inline ? (
        <p>{lines.join(', ')}</p>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
