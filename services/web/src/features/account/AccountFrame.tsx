import type { ReactNode } from 'react';
import { SectionDrawing } from '@/components/drawing/SectionDrawing';
import { Frame } from '@/components/ui/Frame';
import { Sheet } from '@/components/ui/Sheet';
import styles from './AccountFrame.module.css';

/** A form, and beside it on a wide screen what it leads to. */
export function AccountFrame({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <Frame wide aside={aside}>
      <div className={styles.halves}>
        <div className={styles.form}>{children}</div>
        <aside className={styles.drawing} aria-label="What RaptorFlow draws with you">
          <Sheet className={styles.sheet}>
            <SectionDrawing />
            <p className={styles.caption}>
              Six phases from raw material to one checked manifest: positioning, customers and messages that every later
              task is read from.
            </p>
          </Sheet>
        </aside>
      </div>
    </Frame>
  );
}
