import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import styles from './Settings.module.css';

const PAGES: { to: LinkProps['to']; label: string; exact?: boolean }[] = [
  { to: '/settings', label: 'Profile', exact: true },
  { to: '/settings/workspace', label: 'Workspace' },
  { to: '/settings/appearance', label: 'Appearance' },
  { to: '/settings/security', label: 'Security' },
  { to: '/settings/billing', label: 'Billing' },
  { to: '/settings/context', label: 'Context' },
];

/** The settings' own index beside the page that is open. */
export function Settings() {
  return (
    <div className={styles.settings}>
      <nav className={styles.pages} aria-label="Settings">
        <ul>
          {PAGES.map((page) => (
            <li key={page.label}>
              <Link
                to={page.to}
                activeOptions={{ exact: page.exact }}
                activeProps={{ 'aria-current': 'page' }}
                className={styles.link}
              >
                {page.label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.page}>
        <Outlet />
      </div>
    </div>
  );
}
