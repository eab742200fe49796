import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { useAuth } from '@/components/auth/AuthProvider';
import { BCMIndicator } from '@/components/bcm/BCMIndicator';
import { BCMRebuildDialog } from '@/components/bcm/BCMRebuildDialog';
import { BCMStaleBanner } from '@/components/bcm/BCMStaleBanner';
import { Button } from '@/components/ui/Button';
import { useBcmSync } from '@/hooks/useBcmSync';
import { useBcmStore } from '@/stores/bcmStore';
import styles from './Shell.module.css';

type Entry = { to: LinkProps['to']; label: string; code: string };

const WORK: Entry[] = [
  { to: '/dashboard', label: 'Dashboard', code: 'DASH' },
  { to: '/foundation', label: 'Foundation', code: 'FNDN' },
  { to: '/moves', label: 'Moves', code: 'MOVE' },
  { to: '/campaigns', label: 'Campaigns', code: 'CAMP' },
  { to: '/analytics', label: 'Analytics', code: 'ANLT' },
];

const REST: Entry[] = [
  { to: '/settings', label: 'Settings', code: 'SETT' },
  { to: '/help', label: 'Help', code: 'HELP' },
];

/** The sheet index at the side (a bar at the bottom of small screens), the manifest's state, the page. */
export function Shell() {
  const { session, signOut } = useAuth();
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
      <nav className={styles.index} aria-label="Sheets">
        <Entries entries={WORK} />
        <Entries entries={REST} />
        <div className={styles.out}>
          <Button kind="quiet" small onClick={() => void signOut()}>
            Sign out
          </Button>
        </div>
      </nav>
      <main className={styles.page} id="content" tabIndex={-1}>
        <BCMStaleBanner />
        <Outlet />
      </main>
      {asking ? <BCMRebuildDialog /> : null}
    </div>
  );
}

function Entries({ entries }: { entries: Entry[] }) {
  return (
    <ul className={styles.entries}>
      {entries.map((entry) => (
        <li key={entry.code}>
          <Link to={entry.to} className={styles.entry} activeProps={{ 'aria-current': 'page' }}>
            <span>{entry.label}</span>
            <span className={styles.code} aria-hidden="true">
              {entry.code}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
