import type { OnboardingSession, StepDescription, StepsDescription, StepView } from '@/api/onboarding';
import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { Waiting } from '@/components/ui/Waiting';
import { StepSheet } from './StepSheet';
import { useDesk, useLeftovers } from './use-desk';

export type StepProps = {
  description: StepsDescription;
  step: StepDescription;
  session: OnboardingSession;
  view: StepView;
};

/** A step once its desk is open. */
export function StepDesk(props: StepProps) {
  useLeftovers(props.session, props.description.steps);
  const desk = useDesk(props.session.session_id, props.step, props.view);
  if (desk) return <StepSheet {...props} desk={desk} />;
  return (
    <OnboardingFrame>
      <Waiting lines={8} label="Opening the step" />
    </OnboardingFrame>
  );
}
