import { BCMExportButton } from '@/components/bcm/BCMExportButton';
import { BCMIndicator } from '@/components/bcm/BCMIndicator';
import { Button } from '@/components/ui/Button';
import { useBcm } from '@/hooks/useBcm';
import { useBcmStore } from '@/stores/bcmStore';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** The state of the context with what can be done about it. */
export function Context() {
  const { mayManage, building } = useBcm();
  const ask = useBcmStore((store) => store.ask);
  return (
    <Cell heading="Context">
      <BCMIndicator variant="detailed" />
      <div className={styles.buttons}>
        {mayManage ? (
          <Button onClick={() => ask(true)} pending={building && 'Rebuilding…'}>
            Rebuild
          </Button>
        ) : null}
        <BCMExportButton />
      </div>
    </Cell>
  );
}
