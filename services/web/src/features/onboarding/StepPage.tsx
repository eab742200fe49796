import { skipToken, useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { currentQuery, type FinalizeResult, stepsQuery } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { Waiting } from '@/components/ui/Waiting';
import { PutAway } from './PutAway';
import { Resume } from './Resume';
import { StepDesk } from './StepDesk';
import { SystemsOnline } from './SystemsOnline';
import { finalizedKey } from './use-finalize';
import { Welcome } from './Welcome';

const route = getRouteApi('/onboarding/session/step/$n');

/** One of the 23 steps, or what comes before the first and after the last. */
export function StepPage() {
  const { n: param } = route.useParams();
  const steps = useQuery(stepsQuery);
  const current = useQuery(currentQuery);
  const sid = current.data?.session_id ?? '';
  const { data: finalized } = useQuery<FinalizeResult>({
    queryKey: finalizedKey(sid),
    queryFn: skipToken,
    // Shown until the page is left, and not once more.
    gcTime: 0,
  });
  const n = Number(param);

  if (finalized) return <SystemsOnline result={finalized} />;
  const failed = steps.data ? current.error : (steps.error ?? current.error);
  if (!steps.data || current.data === undefined) {
    return (
      <OnboardingFrame>
        {failed ? (
          <Notice
            kind="error"
            title="The step did not load"
            actions={
              <Button
                onClick={() => {
                  void steps.refetch();
                  void current.refetch();
                }}
              >
                Try again
              </Button>
            }
          >
            {explain(failed)}
          </Notice>
        ) : (
          <Waiting lines={6} label="Loading the step" />
        )}
      </OnboardingFrame>
    );
  }

  const session = current.data;
  if (!session) return n === 1 ? <Welcome description={steps.data} /> : <ToStep n={1} />;
  if (session.status === 'abandoned') return <PutAway session={session} />;
  const step = steps.data.steps.find(({ number }) => number === n);
  const view = session.steps.find((one) => one.n === n);
  if (!step || !view?.open) return <ToStep n={session.current_step} locked={step?.number} />;
  return (
    <>
      <Resume session={session} />
      <StepDesk key={`${session.session_id}:${n}`} description={steps.data} step={step} session={session} view={view} />
    </>
  );
}

/** Steps open one after the other: who asks for a later one is led to the one in turn. */
function ToStep({ n, locked }: { n: number; locked?: number }) {
  return <Navigate to="/onboarding/session/step/$n" params={{ n: String(n) }} state={{ locked }} replace />;
}
