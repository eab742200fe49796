import type { ReactNode } from 'react';
import styles from './Foundation.module.css';

/** A chapter of the brand base: a heavy rule, its name, its parts. */
export function Chapter({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} className={styles.chapter} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={styles.chapterTitle}>
        {title}
      </h2>
      {children}
    </section>
  );
}
