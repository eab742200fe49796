import type { ReactNode } from 'react';
import type { Manifest } from '@/api/context';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { Sheet } from '@/components/ui/Sheet';
import { Waiting } from '@/components/ui/Waiting';
import { useBcm } from '@/hooks/useBcm';
import { MissingContext } from './MissingContext';

type Opened = {
  manifest: Manifest;
  /** Why nothing new may be made from the context; null when it may. */
  blocked: string | null;
};

type Props = {
  /** What needs the context, such as "The dashboard". */
  what: string;
  children: (opened: Opened) => ReactNode;
};

/** In front of everything that reads the context: without one it explains and offers one action. */
export function BCMGate({ what, children }: Props) {
  const { manifest, standing, unreachable, asking, again } = useBcm();
  if (unreachable) {
    return (
      <Notice
        kind="error"
        title="The context could not be read"
        actions={
          <Button onClick={again} pending={asking && 'Trying…'}>
            Try again
          </Button>
        }
      >
        <p>{explain(unreachable)}</p>
      </Notice>
    );
  }
  if (manifest === undefined) {
    return (
      <Sheet>
        <Waiting lines={6} label="Loading the context" />
      </Sheet>
    );
  }
  if (manifest === null) return <MissingContext what={what} />;
  return children({
    manifest,
    blocked:
      standing === 'expired' ? 'The context has expired. Rebuild it, then something new can be made from it.' : null,
  });
}
