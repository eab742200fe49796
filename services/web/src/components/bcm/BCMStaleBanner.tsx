import { Problem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { type Bcm, useBcm } from '@/hooks/useBcm';
import { standingDetail } from '@/lib/bcm/standing';
import { contextWords } from '@/lib/bcm-client';
import { useBcmStore } from '@/stores/bcmStore';

/** Over every page while the context needs attention: amber when stale, red when expired or when a rebuild failed. */
export function BCMStaleBanner() {
  const bcm = useBcm();
  const { manifest, standing, failure, building } = bcm;
  if (!manifest || building) return null;
  if (failure) {
    return (
      <Notice
        kind="error"
        title="The last rebuild failed"
        actions={
          <>
            <Button small onClick={bcm.again} pending={bcm.asking && 'Checking…'}>
              Check again
            </Button>
            <Rebuild bcm={bcm} />
          </>
        }
      >
        <p>{contextWords(new Problem(0, { code: failure }))}</p>
      </Notice>
    );
  }
  if (standing === 'expired') {
    return (
      <Notice kind="error" title="Your context has expired" actions={<Rebuild bcm={bcm} />}>
        <p>{standingDetail(manifest)}</p>
      </Notice>
    );
  }
  if (standing === 'stale') {
    return (
      <Notice kind="trace" title="Your context is stale" actions={<Rebuild bcm={bcm} />} live>
        <p>{standingDetail(manifest)}</p>
      </Notice>
    );
  }
  return null;
}

function Rebuild({ bcm }: { bcm: Bcm }) {
  const ask = useBcmStore((store) => store.ask);
  if (!bcm.mayManage) return <span>An owner or an admin of the workspace can rebuild it.</span>;
  return (
    <Button small onClick={() => ask(true)}>
      Rebuild
    </Button>
  );
}
