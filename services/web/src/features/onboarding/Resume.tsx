import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OnboardingSession } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { useAuth } from '@/components/auth/AuthProvider';
import { ResumeDialog } from '@/components/onboarding/ResumeDialog';
import { useOpenSession } from './use-open-session';
import { seen, wasSeen } from './visit';

/** Once per visit, when there is something to go on with. */
export function Resume({ session }: { session: OnboardingSession }) {
  const { session_id: sid, status, current_step, steps } = session;
  const navigate = useNavigate();
  const { session: account } = useAuth();
  const open = useOpenSession();
  const begun = steps.some(({ version, skipped }) => version > 0 || skipped);
  const [asked, setAsked] = useState(status === 'active' && begun && !wasSeen(sid));
  // What is begun in this visit needs no welcome back.
  useEffect(() => {
    if (!begun) seen(sid);
  }, [begun, sid]);
  if (!asked) return null;

  function close() {
    seen(sid);
    setAsked(false);
  }
  function resume() {
    close();
    void navigate({ to: '/onboarding/session/step/$n', params: { n: String(current_step) } });
  }

  return (
    <ResumeDialog
      session={session}
      mayReset={account?.workspace?.role !== 'member'}
      pending={open.isPending && 'One moment…'}
      error={open.error ? explain(open.error) : undefined}
      onResume={resume}
      onClose={close}
      onStartNew={() => open.mutate({ kind: 'restart' }, { onSuccess: () => setAsked(false) })}
      onDelete={() => open.mutate({ kind: 'delete', sid }, { onSuccess: () => setAsked(false) })}
    />
  );
}
