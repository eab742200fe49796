import { useState } from 'react';
import type { OnboardingSession } from '@/api/onboarding';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Notice } from '@/components/ui/Notice';
import { ago } from '@/lib/format';
import styles from './ResumeDialog.module.css';

type Props = {
  session: OnboardingSession;
  /** Only owners and admins start again or delete. */
  mayReset: boolean;
  pending: string | false;
  error?: string;
  onResume(): void;
  /** Stays on the step that was asked for. */
  onClose(): void;
  onStartNew(): void;
  onDelete(): void;
};

type Asking = 'start' | 'delete' | null;

const STATES = { active: 'In progress', completed: 'Completed', abandoned: 'Put away' } as const;

/** Back after a while: where things stand, and how to go on. */
export function ResumeDialog({ session, mayReset, pending, error, onResume, onClose, onStartNew, onDelete }: Props) {
  const [asking, setAsking] = useState<Asking>(null);
  const { progress } = session;
  if (asking) {
    return (
      <Dialog
        key="asking"
        title={asking === 'start' ? 'Start again from step 1?' : 'Delete this onboarding?'}
        onClose={() => setAsking(null)}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>Keep my answers</Button>
            <Button kind="danger" pending={pending} onClick={asking === 'start' ? onStartNew : onDelete}>
              {asking === 'start' ? 'Start again' : 'Delete'}
            </Button>
          </>
        }
      >
        {asking === 'start' ? (
          <p>A new onboarding begins with empty steps. The answers given so far are put away and no longer shown.</p>
        ) : (
          <p>
            The answers given so far are put away. Your subscription stays as it is, and you can begin again at any
            time.
          </p>
        )}
        {error ? <Notice kind="error">{error}</Notice> : null}
      </Dialog>
    );
  }
  return (
    <Dialog
      key="resume"
      title="Welcome back"
      onClose={onClose}
      actions={
        <>
          <Button kind="primary" pending={pending} onClick={onResume}>
            Resume
          </Button>
          {mayReset ? (
            <>
              <Button onClick={() => setAsking('start')}>Start new</Button>
              <Button kind="danger" onClick={() => setAsking('delete')}>
                Delete
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <dl className={styles.facts}>
        <div>
          <dt>State</dt>
          <dd>{STATES[session.status]}</dd>
        </div>
        <div>
          <dt>Step</dt>
          <dd>
            {session.current_step} of {progress.total}
          </dd>
        </div>
        <div>
          <dt>Answered</dt>
          <dd>{Math.round(progress.percentage)} %</dd>
        </div>
        {session.last_activity_at ? (
          <div>
            <dt>Last activity</dt>
            <dd>{ago(session.last_activity_at)}</dd>
          </div>
        ) : null}
      </dl>
      {error ? <Notice kind="error">{error}</Notice> : null}
    </Dialog>
  );
}
