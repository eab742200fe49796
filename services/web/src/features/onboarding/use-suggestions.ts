import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { decideSuggestion, type Engine, runAssist, type Suggestion, stepQuery } from '@/api/onboarding';
import type { Json } from '@/lib/autosave/merge3';
import { rememberStep, storedOf } from './desk';
import { useDeskOf } from './desk-context';

export type Decision = { suggestion: Suggestion; decision: 'accept' | 'edit' | 'reject'; value?: Json };

/** The proposals for a step and what is done with them. */
export function useSuggestions() {
  const queries = useQueryClient();
  const { sid, n, desk } = useDeskOf();
  const query = stepQuery(sid, n);
  const detail = useQuery({ ...query, select: ({ suggestions }) => suggestions });
  const reload = () => queries.invalidateQueries(query);

  const run = useMutation({
    mutationFn: async ({ assist, engine }: { assist: string; engine?: Engine }) => {
      // What is proposed starts from what is written.
      await desk.send();
      return runAssist(sid, n, assist, engine);
    },
    onSuccess: reload,
  });

  const decide = useMutation({
    mutationFn: async (decisions: Decision[]) => {
      await desk.send();
      for (const { suggestion, decision, value } of decisions) {
        const { step } = await decideSuggestion(suggestion, sid, decision, value);
        if (step.version > desk.saver.get().base.version) desk.saver.adopt(storedOf(step));
        rememberStep(queries, step);
      }
    },
    onSettled: reload,
  });

  return {
    proposed: (detail.data ?? []).filter(({ status }) => status === 'proposed'),
    run,
    decide,
  };
}
