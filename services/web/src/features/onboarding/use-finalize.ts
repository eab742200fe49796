import { useMutation, useQueryClient } from '@tanstack/react-query';
import { manifestQuery } from '@/api/context';
import { currentQuery, type FinalizeResult, finalizeSession, stepsQuery } from '@/api/onboarding';
import { isProblem, type Problem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { finalizeKey, forgetFinalizeKey } from '@/lib/finalize-key';
import { placeName } from '@/lib/steps/pointers';
import { useDeskOf } from './desk-context';
import { useStep } from './step-context';
import { useComplete } from './use-complete';

/** A step that is in the way, and what of it. */
export type MissingStep = { n: number; title: string; fields: string[] };

export type Finalizing = {
  /** Saves and completes this step, then finalizes. */
  start(): void;
  state: 'idle' | 'working' | 'waiting' | 'failed' | 'done';
  /** For a button's `pending`. */
  words: string | false;
  problem: Problem | null;
  /** With ONBOARDING_INCOMPLETE: where to go. */
  missing: MissingStep[];
};

const WAIT = 2000;
const RUNNING: readonly string[] = ['FINALIZE_IN_PROGRESS', 'IDEMPOTENCY_IN_PROGRESS'];
const MOST_WAITS = 30;
const MOST_RETRIES = 3;

/** The result of a session that was finalized in this visit. */
export const finalizedKey = (sid: string) => ['onboarding', sid, 'finalized'] as const;

/** The last act: from 23 answered steps to a manifest. */
export function useFinalize(): Finalizing {
  const queries = useQueryClient();
  const { readOnly } = useStep();
  const { sid, desk, n, check } = useDeskOf();
  const complete = useComplete(sid, n, desk);
  const finalize = useMutation({
    mutationFn: () => finalizeSession(sid, finalizeKey(sid)),
    retry: (tries, error) => (isRunning(error) ? tries < MOST_WAITS : isPassing(error) && tries < MOST_RETRIES),
    retryDelay: (_, error) => (isProblem(error) ? (error.retryAfter ?? WAIT) : WAIT),
    onSuccess: async (result) => {
      forgetFinalizeKey(sid);
      // The gates ask the session: it must know before the way on is shown.
      await queries.refetchQueries(sessionQuery);
      queries.setQueryData<FinalizeResult>(finalizedKey(sid), result);
      await Promise.all([
        queries.invalidateQueries(currentQuery),
        queries.invalidateQueries({ queryKey: [manifestQuery.queryKey[0]] }),
      ]);
    },
  });

  const failure = complete.error ?? finalize.error;
  const problem = isProblem(failure) ? failure : null;
  const pending = complete.isPending || finalize.isPending;
  const waiting = finalize.isPending && finalize.failureCount > 0;
  return {
    start() {
      if (pending || readOnly) return;
      finalize.reset();
      complete.reset();
      if (check()) complete.mutate('complete', { onSuccess: () => finalize.mutate() });
    },
    state: pending ? (waiting ? 'waiting' : 'working') : finalize.isSuccess ? 'done' : failure ? 'failed' : 'idle',
    words: pending && (complete.isPending ? 'Saving…' : waiting ? 'Still working…' : 'Building the manifest…'),
    problem,
    missing: (problem?.document.steps ?? []).map(({ n, title, fields }) => ({
      n,
      title,
      fields: fields.map((pointer) => nameOf(n, pointer)),
    })),
  };

  function nameOf(step: number, pointer: string): string {
    const described = queries.getQueryData(stepsQuery.queryKey)?.steps.find(({ number }) => number === step);
    return described ? placeName(described.fields, {}, pointer) : pointer;
  }
}

const isRunning = (error: unknown) => isProblem(error) && RUNNING.includes(error.code);
const isPassing = (error: unknown) => isProblem(error) && error.passing;
