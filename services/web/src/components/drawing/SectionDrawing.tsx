import styles from './SectionDrawing.module.css';
import { outline, round, type Terrace, terraces } from './sections';

const DRAWN = terraces();
const COUNT = DRAWN.reduce((sum, { stations }) => sum + stations.length, 0);

/** A section through the whole of onboarding: six terraces of stations, and the manifest that stands on them. */
export function SectionDrawing() {
  return (
    <figure className={styles.figure}>
      <figcaption className="visually-hidden">
        A section through {COUNT} steps in {DRAWN.length} phases. Every phase stands on the one before it; the last
        carries one manifest.
      </figcaption>
      <div className={styles.field} aria-hidden="true">
        <svg className={styles.lines} viewBox="0 0 100 100" preserveAspectRatio="none" role="presentation">
          <path className={styles.body} d={`${outline(DRAWN)}Z`} />
          {DRAWN.map((terrace) => (
            <Stations key={terrace.numeral} terrace={terrace} />
          ))}
          <path className={styles.planned} d="M100 20V1" />
          <path className={styles.cut} d={outline(DRAWN)} />
          <path className={styles.ground} d="M0 100H100" />
        </svg>
        {DRAWN.map(({ numeral, title, to, level }) => (
          <p
            key={numeral}
            className={styles.label}
            style={{ insetInlineEnd: `${round(100 - to)}%`, insetBlockEnd: `${level}%` }}
          >
            <span className={styles.mark}>{numeral}</span> <span className={styles.title}>{title}</span>
          </p>
        ))}
        <p className={styles.result}>
          <span className={styles.title}>One manifest</span>
          <svg viewBox="0 0 14 12" className={styles.revision} role="presentation">
            <path d="M7 1 13 11H1Z" />
          </svg>
        </p>
      </div>
      <div className={styles.datum} aria-hidden="true">
        {DRAWN.flatMap(({ stations }) => stations).map(({ number, from, to }) => (
          <span key={number} className={styles.station} style={{ inlineSize: `${round(to - from)}%` }}>
            {number}
          </span>
        ))}
      </div>
      <div className={styles.dimension} aria-hidden="true">
        <span>
          {COUNT} steps, {DRAWN.length} phases
        </span>
      </div>
      <ol className={styles.legend}>
        {DRAWN.map(({ numeral, title, stations }) => (
          <li key={numeral}>
            <span className={styles.mark} aria-hidden="true">
              {numeral}
            </span>{' '}
            {title}
            <span className="visually-hidden">, {stations.length === 1 ? '1 step' : `${stations.length} steps`}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** Dashed until they are answered; a solid line where the next terrace begins. */
function Stations({ terrace: { from, level, stations } }: { terrace: Terrace }) {
  return (
    <>
      {from > 0 ? <path className={styles.edge} d={`M${round(from)} ${100 - level}V100`} /> : null}
      {stations.slice(1).map((station) => (
        <path key={station.number} className={styles.step} d={`M${round(station.from)} ${100 - level}V100`} />
      ))}
    </>
  );
}
