import { useQueryClient } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentType, useState } from 'react';
import type { StepDescription, StepsDescription, StepView } from '@/api/onboarding';
import { type Doc, withValue } from '@/lib/autosave/merge3';
import { indexed } from '@/lib/steps/pointers';
import { draw } from '@/test/render';
import steps from '@/test/steps.json';
import { Desk } from '../desk';
import { DeskContext } from '../desk-context';
import { StepContext, type StepWork } from '../step-context';
import { Workplace } from '../Workplace';

export const DESCRIPTION = steps as unknown as StepsDescription;
export const SID = '0193a4c1-0000-7000-8000-000000000001';

const VIEW = { n: 1, version: 1, status: 'in_progress', draft: {}, submitted: null } as unknown as StepView;
const NO_LOG = { read: () => null, write: () => undefined, clear: () => undefined };

type Given = {
  /** The step's answers at first. */
  data?: Doc;
  /** Answers of other steps, by number. */
  others?: Partial<Record<number, Doc>>;
  errors?: Record<string, string>;
  readOnly?: boolean;
};

function stepNumbered(n: number): StepDescription {
  const step = DESCRIPTION.steps.find((candidate) => candidate.number === n);
  if (!step) throw new Error(`no step ${n}`);
  return step;
}

/** Draws a view of step `n` for a test; `answers()` are what it has put since. */
export async function drawn(
  View: ComponentType,
  n: number,
  { data = {}, others = {}, errors = {}, readOnly }: Given = {},
) {
  let answers = data;
  function Work() {
    const [now, setNow] = useState(data);
    const work: StepWork = {
      step: stepNumbered(n),
      data: now,
      set: (pointer, value) => {
        answers = withValue(answers, pointer, value);
        setNow(answers);
      },
      error: (pointer) => errors[indexed(now, pointer)],
      wrongWithin: () => false,
      leave: () => undefined,
      answers: (other) => others[other] ?? {},
      provenance: () => undefined,
      readOnly: readOnly ?? false,
    };
    const queries = useQueryClient();
    const [desk] = useState(() => new Desk(queries, SID, stepNumbered(n), VIEW, NO_LOG));
    return (
      <DeskContext value={{ sid: SID, n, desk, check: () => true }}>
        <StepContext value={work}>
          <Workplace>
            <h1>{stepNumbered(n).title}</h1>
            <View />
          </Workplace>
        </StepContext>
      </DeskContext>
    );
  }
  const view = await draw(<Work />);
  return { ...view, user: userEvent.setup(), answers: () => answers, screen };
}
