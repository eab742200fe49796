import { useMutation, useQueryClient } from '@tanstack/react-query';
import { completeStep, currentQuery, type StepView, skipStep } from '@/api/onboarding';
import { isProblem, Problem } from '@/api/problem';
import type { Desk } from './desk';
import { storedOf } from './desk';

type Ended = { step: StepView; progress: { current_step: number } };

/** Sends what is unsent and completes or skips the step. Resolves with the step that is in turn then. */
export function useComplete(sid: string, n: number, desk: Desk) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (how: 'complete' | 'skip'): Promise<number> => {
      await settle(desk);
      try {
        const { base } = desk.saver.get();
        const ended = how === 'skip' ? await skipStep(sid, n) : await completeStep(sid, n, base.version);
        desk.saver.adopt(storedOf(ended.step));
        return await turn(ended);
      } catch (error) {
        if (isProblem(error)) desk.refuse(error, desk.saver.get().data, false);
        throw error;
      }
    },
  });

  /** Completing one step may open, block or reopen others: everything is asked anew. */
  async function turn({ progress }: Ended): Promise<number> {
    await queries.refetchQueries(currentQuery);
    return queries.getQueryData(currentQuery.queryKey)?.current_step ?? progress.current_step;
  }
}

/** Everything on the server, or a sentence about why not. */
export async function settle(desk: Desk): Promise<void> {
  // What was edited while the first was on its way goes with the second.
  for (let round = 0; round < 2; round++) await desk.send();
  const { status, held, detail, base, data } = desk.saver.get();
  if (status === 'conflict')
    throw notYet('This step was changed somewhere else. Choose what stands, above, and try again.');
  if (status === 'rejected') throw notYet(detail ?? 'The server did not take the last change.');
  if (status === 'signed-out') throw notYet('Sign in again to go on. Your answers are kept on this device.');
  if (status === 'offline' || status === 'retrying') {
    throw notYet('We could not reach RaptorFlow. Your answers are kept on this device; try again in a moment.');
  }
  if (held.length > 0) throw notYet('One answer is not finished yet.');
  // A step of which nothing was ever saved has no draft to complete.
  if (base.version === 0) {
    desk.saver.edit({ ...data });
    await desk.send();
  }
}

function notYet(detail: string): Problem {
  return new Problem(0, { code: 'NOT_SAVED', detail });
}
