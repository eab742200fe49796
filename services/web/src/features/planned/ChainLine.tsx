import styles from './Planned.module.css';

/** A chain line with marks: the drafting convention for what is planned. */
export function ChainLine({ marks, label }: { marks: readonly string[]; label: string }) {
  return (
    <figure className={styles.line}>
      <svg className={styles.chain} aria-hidden="true">
        <line x1="0" x2="100%" y1="50%" y2="50%" />
      </svg>
      <ol className={styles.marks}>
        {marks.map((mark) => (
          <li key={mark}>{mark}</li>
        ))}
      </ol>
      <figcaption className={styles.note}>{label}</figcaption>
    </figure>
  );
}
