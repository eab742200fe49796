import { Waiting } from '@/components/ui/Waiting';
import styles from './Verifying.module.css';

/** In front of protected pages while the gates are looked at. */
export function Verifying() {
  return (
    <main className={styles.verifying} id="content">
      <p>Verifying your workspace and payment…</p>
      <Waiting lines={3} label="Verifying your workspace and payment" />
    </main>
  );
}
