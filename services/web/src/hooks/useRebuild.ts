import { useMutation, useQueryClient } from '@tanstack/react-query';
import { manifestQuery } from '@/api/context';
import { isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { isUnderWay, rebuild, restore } from '@/lib/bcm-client';
import { useBcmStore } from '@/stores/bcmStore';

/** Failures that leave the context in doubt; the others are answers to the asking only. */
const FAILURES = ['REBUILD_FAILED', 'BCM_BUDGET_EXCEEDED'];

/** Makes a new version and puts it in force here and on the server. A lost connection is tried again with the same key. */
export function useRebuild() {
  const queries = useQueryClient();
  const { began, ended, follow } = useBcmStore.getState();
  return useMutation({
    mutationFn: rebuild,
    retry: (tries, error) => tries < 2 && isProblem(error) && [0, 503, 504].includes(error.status),
    onMutate: () => began(Date.now()),
    onSuccess: (made) => {
      queries.setQueryData(manifestQuery.queryKey, made);
      ended(null);
      return queries.invalidateQueries(sessionQuery);
    },
    onError: (error) => {
      if (isUnderWay(error)) follow(Date.now());
      else ended(isProblem(error) && FAILURES.includes(error.code) ? error.code : null);
      void queries.invalidateQueries(manifestQuery);
    },
  });
}

/** Puts the content of an old version in force again, as a new version. */
export function useRestore() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: restore,
    onSuccess: (made) => {
      queries.setQueryData(manifestQuery.queryKey, made);
      return queries.invalidateQueries({ queryKey: ['context', 'history'] });
    },
  });
}
