import { useSuspenseQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { stepsQuery } from '@/api/onboarding';
import { Waiting } from '@/components/ui/Waiting';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import { Approval } from './final/Approval';
import { OpenPoints } from './final/OpenPoints';
import { PhaseSummary } from './final/PhaseSummary';
import { Preview } from './final/Preview';
import { Part } from './parts/Part';
import { View } from './parts/View';

const LAST = 23;

/** Step 23: everything on one page, what is open, what will be built from it, and the word to build it. */
export function FinalSynthesis() {
  const { answers } = useStep();
  const { data: steps } = useSuspenseQuery(stepsQuery);
  return (
    <View>
      <Part heading="What you decided">
        <div>
          {steps.phases.map((phase) => (
            <PhaseSummary
              key={phase.number}
              phase={phase}
              steps={steps.steps.filter((step) => phase.steps.includes(step.number) && step.number < LAST)}
            />
          ))}
        </div>
      </Part>
      <OpenPoints answers={answers} />
      <Part heading="Manifest preview">
        <Suspense fallback={<Waiting lines={5} label="Building the preview" />}>
          <Preview />
        </Suspense>
      </Part>
      <Part heading="Who carries it out">
        <Fields names={['team', 'resources']} />
      </Part>
      <Approval />
    </View>
  );
}
