import { type ReactNode, useId } from 'react';
import { Sheet } from '@/components/ui/Sheet';
import styles from './Section.module.css';

/** One sheet for a page of the settings, divided by rules. */
export function Sections({ children }: { children: ReactNode }) {
  return <Sheet className={styles.sheet}>{children}</Sheet>;
}

/** A part of it: its name in the margin, its contents beside. */
export function Section({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {heading}
      </h2>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
