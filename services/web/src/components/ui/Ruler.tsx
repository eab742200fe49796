import styles from './Ruler.module.css';

type Props = {
  label: string;
  value: number;
  max: number;
  /** What the figure means, such as "1 168 of 1 200 tokens"; read in place of the number. */
  text: string;
  /** Ticks along the line. */
  ticks?: number;
};

/** A dimension line: how much of a length is used. */
export function Ruler({ label, value, max, text, ticks = 0 }: Props) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div className={styles.ruler}>
      <div className={styles.words}>
        <span>{label}</span>
        <span className={styles.figure}>{text}</span>
      </div>
      <div
        className={styles.line}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={text}
      >
        <svg width="100%" height="100%" aria-hidden="true">
          <line x1="0" x2="100%" y1="50%" y2="50%" className={styles.whole} />
          <line x1="0" x2={`${share * 100}%`} y1="50%" y2="50%" className={styles.part} />
          {Array.from({ length: ticks + 1 }, (_, tick) => `${(tick / Math.max(1, ticks)) * 100}%`).map((x) => (
            <line key={x} x1={x} x2={x} y1="20%" y2="80%" className={styles.tick} />
          ))}
        </svg>
      </div>
    </div>
  );
}
