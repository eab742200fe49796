import { Outlet } from '@tanstack/react-router';
import { AuthProvider } from '@/components/auth/AuthProvider';
import styles from './Root.module.css';

export function Root() {
  return (
    <AuthProvider>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <Outlet />
    </AuthProvider>
  );
}
