import { Link, Outlet } from '@tanstack/react-router';
import { useAuth } from '@/components/auth/AuthProvider';
import { BCMIndicator } from '@/components/bcm/BCMIndicator';
import { BCMRebuildDialog } from '@/components/bcm/BCMRebuildDialog';
import { BCMStaleBanner } from '@/components/bcm/BCMStaleBanner';
import { useBcmSync } from '@/hooks/useBcmSync';
import { useBcmStore } from '@/stores/bcmStore';
import styles from './Shell.module.css';
import { ShellIndex } from './ShellIndex';

/** The sheet index at the side (a bar at the bottom of small screens), the state of the context, the page. */
export function Shell() {
  const { session } = useAuth();
  const asking = useBcmStore((store) => store.asking);
  useBcmSync();
  return (
    <div className={styles.shell}>
      <header className={styles.head}>
        <Link to="/dashboard" className={styles.name}>
          RaptorFlow
        </Link>
        <p className={styles.workspace}>{session?.workspace?.name}</p>
        <BCMIndicator />
      </header>
      <ShellIndex />
      <main className={styles.page} id="content" tabIndex={-1}>
        <BCMStaleBanner />
        <Outlet />
      </main>
      {asking ? <BCMRebuildDialog /> : null}
    </div>
  );
}
