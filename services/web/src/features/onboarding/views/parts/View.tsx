import type { ReactNode } from 'react';
import { useStep } from '../../step-context';
import styles from './View.module.css';

/** The frame of a step's drawing. In a closed session everything in it can be read and nothing changed. */
export function View({ children }: { children: ReactNode }) {
  const { readOnly } = useStep();
  return (
    <fieldset disabled={readOnly} className={styles.view}>
      {children}
    </fieldset>
  );
}
