import { useQuery } from '@tanstack/react-query';
import { type Manifest, manifestQuery } from '@/api/context';
import { sessionQuery } from '@/api/session';
import { type Standing, standingOf } from '@/lib/bcm/standing';
import { useBcmStore } from '@/stores/bcmStore';

export type Bcm = {
  /** Undefined while nothing is known, null while there is none. */
  manifest: Manifest | null | undefined;
  standing: Standing | undefined;
  /** A rebuild is under way. */
  building: boolean;
  /** The last rebuild failed, for the reason of this code; the version before stays. */
  failure: string | null;
  /** The manifest could not be read at all. */
  unreachable: unknown;
  /** Owner or admin: may rebuild and restore. */
  mayManage: boolean;
  asking: boolean;
  again(): void;
};

/** The manifest in force and what the client knows of it; one query and one store for every component. */
export function useBcm(): Bcm {
  const { data: manifest, error, refetch, isFetching } = useQuery(manifestQuery);
  const { data: session } = useQuery(sessionQuery);
  const rebuilding = useBcmStore((store) => store.rebuildingSince !== null);
  const failure = useBcmStore((store) => store.failure);
  const role = session?.workspace?.role;
  return {
    manifest,
    standing: manifest === undefined ? undefined : standingOf(manifest),
    building: rebuilding || manifest?.status === 'building',
    failure: failure ?? (manifest?.status === 'error' ? 'REBUILD_FAILED' : null),
    unreachable: manifest === undefined ? error : null,
    mayManage: role === 'owner' || role === 'admin',
    asking: isFetching,
    again: () => void refetch(),
  };
}
