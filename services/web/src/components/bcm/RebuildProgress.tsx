import { useBcmStore } from '@/stores/bcmStore';
import { FreshnessMark } from './FreshnessMark';
import styles from './RebuildProgress.module.css';

/** While a version is being made: how far it is nobody can tell, so the line only shows that it is being drawn. */
export function RebuildProgress() {
  const following = useBcmStore((store) => store.following);
  return (
    <div className={styles.progress} role="status">
      <FreshnessMark standing="building" />
      <p>
        {following
          ? 'Following the rebuild that is running. You can close this; the head of the page shows when it is done.'
          : 'Making the new version from the answers. You can close this; the rebuild goes on.'}
      </p>
    </div>
  );
}
