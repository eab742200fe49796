import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { sessionQuery } from '@/api/session';
import { forget } from './memory';

const REREAD = 1000;
const PATIENCE = 30_000;
const PAUSE = 2000;

/**
 * After a completed payment: reads the session until it says that the subscription can be used, which another service brings about,
 * then goes on. True when that takes longer than it should.
 */
export function useEntry(completed: boolean): { late: boolean } {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [read, setRead] = useState(false);
  const [late, setLate] = useState(false);

  const { data: session } = useQuery({
    ...sessionQuery,
    refetchInterval: (query) => (completed && query.state.data?.subscription?.needs_payment !== false ? REREAD : false),
  });
  const usable = completed && read && session?.subscription?.needs_payment === false;
  const workspace = session?.workspace?.workspace_id;

  useEffect(() => {
    if (!completed) return;
    let here = true;
    void queries.refetchQueries(sessionQuery).then(() => here && setRead(true));
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [completed, queries]);

  useEffect(() => {
    if (!usable) return;
    if (workspace) forget(workspace);
    const timer = setTimeout(() => void navigate({ to: '/onboarding', replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [usable, workspace, navigate]);

  return { late: completed && late && !usable };
}
