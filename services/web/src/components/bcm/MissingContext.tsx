import { Button } from '@/components/ui/Button';
import { Sheet } from '@/components/ui/Sheet';
import { useBcm } from '@/hooks/useBcm';
import { useBcmStore } from '@/stores/bcmStore';
import styles from './MissingContext.module.css';
import { RebuildProgress } from './RebuildProgress';

/** In place of what needs the context while there is none. */
export function MissingContext({ what }: { what: string }) {
  const { mayManage, building, asking, again } = useBcm();
  const ask = useBcmStore((store) => store.ask);
  return (
    <Sheet heading="No context yet" draft>
      <p className={styles.words}>
        {what} reads everything from your business context: one short, checked document made from the onboarding
        answers. It has not been built yet, so there is nothing to show here.
      </p>
      {building ? (
        <RebuildProgress />
      ) : (
        <div>
          {mayManage ? (
            <Button kind="primary" onClick={() => ask(true)}>
              Build the context
            </Button>
          ) : (
            <>
              <p>An owner or an admin of the workspace can build it.</p>
              <Button onClick={again} pending={asking && 'Checking…'}>
                Check again
              </Button>
            </>
          )}
        </div>
      )}
    </Sheet>
  );
}
