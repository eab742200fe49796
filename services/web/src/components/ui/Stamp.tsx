import type { ReactNode } from 'react';
import styles from './Stamp.module.css';

type Props = {
  /** The line carries the state, the colour repeats it: solid done, dashed draft, hatched stale, red wrong, plain neutral. */
  kind?: 'plain' | 'done' | 'draft' | 'stale' | 'wrong' | 'active';
  children: ReactNode;
};

/** A state in one or two words. */
export function Stamp({ kind = 'plain', children }: Props) {
  return <span className={`${styles.stamp} ${styles[kind]}`}>{children}</span>;
}

/** Triangle with a number: a revision of the manifest. */
export function Revision({ version }: { version: string }) {
  return (
    <span className={styles.revision}>
      <svg viewBox="0 0 14 12" aria-hidden="true">
        <path d="M7 1 13 11H1Z" />
      </svg>
      <span className="visually-hidden">version</span> {version}
    </span>
  );
}
