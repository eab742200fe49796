import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useMemo, useRef, useState } from 'react';
import { sessionQuery } from '@/api/session';
import { useAuth } from '@/components/auth/AuthProvider';
import { SignInAgain } from '@/components/auth/SignInAgain';
import { ConflictCloud } from '@/components/onboarding/ConflictCloud';
import { NoSafetyNet } from '@/components/onboarding/NoSafetyNet';
import { Notice } from '@/components/ui/Notice';
import { Sheet } from '@/components/ui/Sheet';
import { Waiting } from '@/components/ui/Waiting';
import type { Desk } from './desk';
import { DeskContext } from './desk-context';
import { Fields } from './Fields';
import { StepActions } from './StepActions';
import type { StepProps } from './StepDesk';
import styles from './StepSheet.module.css';
import { Suggestions } from './Suggestions';
import { StepContext } from './step-context';
import { useNews, useSnapshot } from './use-desk';
import { useStepWork } from './use-step-work';
import { VIEWS } from './views/registry';
import { Warnings } from './Warnings';

/** The answers of a step on its sheet, suggestions before them, and what can be done with them. */
export function StepSheet({ step, session, view, desk }: StepProps & { desk: Desk }) {
  const { session: account } = useAuth();
  const email = useOwnEmail();
  const queries = useQueryClient();
  const snapshot = useSnapshot(desk);
  const sheet = useRef<HTMLDivElement>(null);
  const readOnly = session.status === 'completed' && account?.workspace?.role === 'member';
  const { work, told, completing, check } = useStepWork({ desk, step, session, readOnly });
  const deskOf = useMemo(
    () => ({ sid: session.session_id, n: step.number, desk, check }),
    [session.session_id, step.number, desk, check],
  );
  useNews(desk, session.session_id, view);
  const View = VIEWS[step.id] ?? Fields;

  return (
    <>
      <NoSafetyNet />
      <StepContext value={work}>
        <DeskContext value={deskOf}>
          {readOnly ? (
            <Notice>Onboarding is completed. An owner or an admin of the workspace can change these answers.</Notice>
          ) : null}
          {view.status === 'complete' && view.draft ? (
            <Notice kind="trace">
              Changed since this step was completed. What was completed stands until you complete it again.
            </Notice>
          ) : null}
          <ConflictCloud
            fields={step.fields}
            data={snapshot.data}
            conflicts={snapshot.conflicts}
            onResolve={(pointer, take) => desk.saver.resolve(pointer, take)}
          />
          <div ref={sheet}>
            <Sheet draft={view.status !== 'complete'} className={styles.sheet} aria-label={step.title}>
              {readOnly ? null : <Suggestions />}
              <Suspense fallback={<Waiting lines={8} label="Loading the step" />}>
                <View />
              </Suspense>
            </Sheet>
          </div>
          <Warnings desk={desk} />
          <StepActions session={session} view={view} told={completing ? told : []} sheet={sheet} />
        </DeskContext>
      </StepContext>
      {snapshot.status === 'signed-out' && email ? (
        <SignInAgain
          email={email}
          onSignedIn={() => {
            void queries.invalidateQueries(sessionQuery);
            void desk.saver.flush();
          }}
        />
      ) : null}
    </>
  );
}

/** Of whoever opened the page: the session may have been heard to be over since. */
function useOwnEmail(): string | undefined {
  const { session } = useAuth();
  const email = session?.user?.email;
  const [own, setOwn] = useState(email);
  if (email && !own) setOwn(email);
  return own;
}
