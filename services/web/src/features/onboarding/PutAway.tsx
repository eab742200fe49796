import type { OnboardingSession } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { date } from '@/lib/format';
import styles from './Calm.module.css';
import { useOpenSession } from './use-open-session';

/** A session that was given up: its answers are still there. */
export function PutAway({ session }: { session: OnboardingSession }) {
  const open = useOpenSession();
  const { completed, total } = session.progress;
  return (
    <OnboardingFrame>
      <div className={styles.calm}>
        <PageTitle title="This onboarding was put away" code="SETUP">
          <p>
            {completed} of {total} steps were answered
            {session.last_activity_at ? `, last on ${date(session.last_activity_at)}` : ''}. You can go on with them, or
            begin again with empty steps.
          </p>
        </PageTitle>
        {open.error ? <Notice kind="error">{explain(open.error)}</Notice> : null}
        <div className={styles.actions}>
          <Button
            kind="primary"
            pending={open.isPending && 'One moment…'}
            onClick={() => open.mutate({ kind: 'resume', sid: session.session_id })}
          >
            Go on with these answers
          </Button>
          <Button onClick={() => open.mutate({ kind: 'open' })}>Begin again</Button>
        </div>
      </div>
    </OnboardingFrame>
  );
}
