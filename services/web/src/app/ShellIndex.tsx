import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './ShellIndex.module.css';
import { ShellMore } from './ShellMore';
import { SignOut } from './SignOut';

export type Entry = { to: LinkProps['to']; label: string; code: string };

const BAR: Entry[] = [
  { to: '/dashboard', label: 'Dashboard', code: 'DASH' },
  { to: '/foundation', label: 'Foundation', code: 'FNDN' },
  { to: '/moves', label: 'Moves', code: 'MOVE' },
  { to: '/campaigns', label: 'Campaigns', code: 'CAMP' },
];

/** What the bar of small screens keeps behind "More". */
const BEHIND: Entry[] = [
  { to: '/analytics', label: 'Analytics', code: 'ANLT' },
  { to: '/settings', label: 'Settings', code: 'SETT' },
  { to: '/help', label: 'Help', code: 'HELP' },
];

/** The index of sheets: a column at the side, five items at the bottom of small screens. */
export function ShellIndex() {
  return (
    <nav className={styles.index} aria-label="Sheets">
      <div className={styles.column}>
        <ul className={styles.entries}>
          {BAR.map((entry) => (
            <IndexEntry key={entry.code} entry={entry} />
          ))}
          {BEHIND.map((entry) => (
            <IndexEntry key={entry.code} entry={entry} wideOnly />
          ))}
          <li className={styles.narrowOnly}>
            <ShellMore entries={BEHIND} />
          </li>
        </ul>
        <div className={styles.wideOnly}>
          <SignOut />
        </div>
      </div>
    </nav>
  );
}

function IndexEntry({ entry, wideOnly }: { entry: Entry; wideOnly?: boolean }) {
  return (
    <li className={wideOnly ? styles.wideOnly : undefined} data-code={entry.code}>
      <Link to={entry.to} className={styles.entry} activeProps={{ 'aria-current': 'page' }}>
        <span>{entry.label}</span>
        <span className={styles.code} aria-hidden="true">
          {entry.code}
        </span>
      </Link>
    </li>
  );
}
