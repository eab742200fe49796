import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { abandonSession, currentQuery, openSession, resumeSession } from '@/api/onboarding';
import { sessionQuery } from '@/api/session';
import { useAuth } from '@/components/auth/AuthProvider';
import { forgetDrafts } from '@/lib/autosave/log';
import { seen } from './visit';

type How = { kind: 'open' } | { kind: 'restart' } | { kind: 'resume'; sid: string } | { kind: 'delete'; sid: string };

/** Opens, resumes, restarts or gives up a session and goes where that leads. */
export function useOpenSession() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { session } = useAuth();
  return useMutation({
    mutationFn: async (how: How): Promise<number> => {
      if (how.kind === 'delete') {
        await abandonSession(how.sid);
        forgetDrafts(how.sid);
        await queries.refetchQueries(currentQuery);
        return 1;
      }
      const before = queries.getQueryData(currentQuery.queryKey)?.session_id;
      const opened =
        how.kind === 'resume'
          ? await resumeSession(how.sid)
          : await openSession(session?.workspace?.name, how.kind === 'restart');
      if (before && (how.kind === 'restart' || before !== opened.session_id)) forgetDrafts(before);
      seen(opened.session_id);
      queries.setQueryData(currentQuery.queryKey, opened);
      void queries.invalidateQueries(sessionQuery);
      return opened.current_step;
    },
    onSuccess: (n) => navigate({ to: '/onboarding/session/step/$n', params: { n: String(n) } }),
  });
}
