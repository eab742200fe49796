import type { Path } from './paths';
import styles from './paths.module.css';

/** Where each path leads, from the left: along the known line, off it at a fork, or over to a line not drawn yet. */
const LINES: Record<Path['path'], { x1: string; y1: string; x2: string; y2: string; planned?: boolean }[]> = {
  safe: [{ x1: '0', y1: '75%', x2: '100%', y2: '75%' }],
  clever: [
    { x1: '0', y1: '75%', x2: '45%', y2: '75%' },
    { x1: '45%', y1: '75%', x2: '100%', y2: '40%' },
  ],
  bold: [{ x1: '0', y1: '75%', x2: '100%', y2: '10%', planned: true }],
};

export function PathDrawing({ path }: { path: Path['path'] }) {
  return (
    <svg className={styles.drawing} width="100%" aria-hidden="true">
      <title>{path}</title>
      <line x1="0" y1="75%" x2="100%" y2="75%" className={styles.known} />
      {LINES[path].map(({ planned, ...line }) => (
        <line key={line.x1} {...line} className={planned ? styles.planned : styles.way} />
      ))}
    </svg>
  );
}
