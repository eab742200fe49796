import { useState } from 'react';
import type { OnboardingSession, StepDescription, StepsDescription, StepView } from '@/api/onboarding';
import { AutoSave, type Standing } from '@/components/onboarding/AutoSave';
import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { ProgressBar } from '@/components/onboarding/ProgressBar';
import { Button } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { Waiting } from '@/components/ui/Waiting';
import type { Desk } from './desk';
import { LedBack } from './LedBack';
import { Left } from './Left';
import { StepSheet } from './StepSheet';
import { useDesk, useLeftovers, useSnapshot } from './use-desk';
import { Workplace } from './Workplace';

export type StepProps = {
  description: StepsDescription;
  step: StepDescription;
  session: OnboardingSession;
  view: StepView;
};

/** Nothing was typed yet. It is said from the start, so that the head keeps its height. */
const OPENING: Standing = { status: 'clean', held: [], savedAt: null, detail: null };

/** A step: the line of all steps and its title at once, the answers as soon as its desk is open. */
export function StepDesk(props: StepProps) {
  const { description, step, session, view } = props;
  useLeftovers(session, description.steps);
  const desk = useDesk(session.session_id, step, view);
  const [left, setLeft] = useState(false);

  if (desk && left) return <Left desk={desk} onBack={() => setLeft(false)} />;
  return (
    <OnboardingFrame
      state={desk ? <Saving desk={desk} /> : <AutoSave snapshot={OPENING} onSave={() => undefined} />}
      aside={
        <Button
          small
          onClick={() => {
            void desk?.send();
            setLeft(true);
          }}
        >
          Save and exit
        </Button>
      }
    >
      <Workplace>
        <ProgressBar description={description} session={session} n={step.number} />
        <PageTitle
          title={step.title}
          code={`STEP ${String(step.number).padStart(2, '0')} / ${step.phase.title.toUpperCase()}`}
        >
          <p>{step.purpose}</p>
        </PageTitle>
        <LedBack n={step.number} />
        {desk ? <StepSheet {...props} desk={desk} /> : <Waiting lines={8} label="Opening the step" />}
      </Workplace>
    </OnboardingFrame>
  );
}

function Saving({ desk }: { desk: Desk }) {
  return <AutoSave snapshot={useSnapshot(desk)} onSave={() => void desk.send()} />;
}
