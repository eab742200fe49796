import { Outlet } from '@tanstack/react-router';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { Offline } from './Offline';
import styles from './Root.module.css';

export function Root() {
  return (
    <AuthProvider>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <Offline />
      <Outlet />
    </AuthProvider>
  );
}
