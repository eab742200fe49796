import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAuth } from '@/components/auth/AuthProvider';
import { BCMIndicator } from '@/components/bcm/BCMIndicator';
import { BCMStaleBanner } from '@/components/bcm/BCMStaleBanner';
import { useBcmSync } from '@/hooks/useBcmSync';
import { useBcmStore } from '@/stores/bcmStore';
import { SessionEnd } from './SessionEnd';
import styles from './Shell.module.css';
import { ShellFrame } from './ShellFrame';

const BCMRebuildDialog = lazy(() =>
  import('@/components/bcm/BCMRebuildDialog').then((module) => ({ default: module.BCMRebuildDialog })),
);

/** The frame of every page behind onboarding, with the state of the context. */
export function Shell() {
  const { session } = useAuth();
  const asking = useBcmStore((store) => store.asking);
  useBcmSync();
  return (
    <>
      <ShellFrame
        state={
          <>
            <p className={styles.workspace}>{session?.workspace?.name}</p>
            <BCMIndicator />
          </>
        }
      >
        <BCMStaleBanner />
        <Outlet />
      </ShellFrame>
      <Suspense>{asking ? <BCMRebuildDialog /> : null}</Suspense>
      <SessionEnd />
    </>
  );
}
