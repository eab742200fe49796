import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '@/api/client';
import { currentQuery, type OnboardingSession } from '@/api/onboarding';
import { onboardingStatusQuery } from '@/api/onboarding-status';
import { sessionQuery } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { forgetDrafts } from '@/lib/autosave/log';
import { forgetFinalizeKey } from '@/lib/finalize-key';
import { ConfirmDialog } from './ConfirmDialog';
import { Section } from './Section';
import styles from './Settings.module.css';

/** Starts onboarding again from nothing; asks first. */
export function ResetOnboarding() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { data: status } = useQuery(onboardingStatusQuery);
  const sid = status?.session_id;
  if (!sid) return null;

  const begin = async (emptied: OnboardingSession) => {
    forgetFinalizeKey(sid);
    forgetDrafts(sid);
    await queries.invalidateQueries({ queryKey: ['onboarding'] });
    // The page that follows starts from it.
    queries.setQueryData(currentQuery.queryKey, emptied);
    await queries.invalidateQueries(sessionQuery);
    await navigate({ to: '/onboarding' });
  };
  return (
    <Section heading="Start onboarding again">
      <p className={styles.prose}>
        To change single answers, use Edit in the foundation. Starting again empties all 23 steps.
      </p>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Start onboarding again
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title="Start onboarding again?"
          words="start again"
          action="Start again"
          pending="Emptying…"
          send={() => answer(api.POST('/api/v1/onboarding/{sid}/reset', { params: { path: { sid } } }))}
          onDone={begin}
          onClose={() => setAsking(false)}
        >
          <p>
            All 23 steps are emptied. Dashboard, foundation and settings stay shut for everybody in the workspace until
            onboarding is finished again. The versions of the context made so far are kept.
          </p>
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}
