import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { OnboardingSession, StepDescription } from '@/api/onboarding';
import { type Doc, type Json, same, valueAt, withValue } from '@/lib/autosave/merge3';
import { indexed, placeName } from '@/lib/steps/pointers';
import { type Fault, faultsOfDraft, faultsToComplete } from '@/lib/steps/values';
import type { Desk } from './desk';
import type { StepWork } from './step-context';
import { useSnapshot } from './use-desk';

export type Told = Fault & { place: string };

export type StepDesk = {
  work: StepWork;
  /** Everything that is said to be wrong now, in the order of the page. */
  told: Told[];
  /** Completing was tried: what is in the way is told as a whole. */
  completing: boolean;
  /** Looks at everything that completing asks for and tells it; false when something is in the way. */
  check(): boolean;
};

type Props = { desk: Desk; step: StepDescription; session: OnboardingSession; readOnly: boolean };

/** What is told moves the page: not between the press and the release of a button that the founder left the field for. */
const CLICK = 200;

/** What the fields and views of a step work with, on top of its desk. */
export function useStepWork({ desk, step, session, readOnly }: Props): StepDesk {
  const { data } = useSnapshot(desk);
  const { refusals } = useSyncExternalStore(desk.subscribe, desk.read);
  const [completing, setCompleting] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { fields } = step;

  const told = useMemo(() => {
    const drafted = () => (left.size > 0 ? faultsOfDraft(fields, data) : []);
    const faults = completing ? faultsToComplete(fields, data) : drafted().filter(({ pointer }) => left.has(pointer));
    const still = refusals.filter(
      ({ pointer, value }) => same(value, valueAt(data, pointer)) && !faults.some((fault) => fault.pointer === pointer),
    );
    return [...faults, ...still].map(({ pointer, message }) => ({
      pointer,
      message,
      place: placeName(fields, data, pointer),
    }));
  }, [completing, fields, data, left, refusals]);

  const leave = useCallback(() => {
    void desk.send();
    setTimeout(
      () => setLeft(new Set(faultsOfDraft(fields, desk.saver.get().data).map(({ pointer }) => pointer))),
      CLICK,
    );
  }, [desk, fields]);

  const check = useCallback(() => {
    setCompleting(true);
    return faultsToComplete(fields, desk.saver.get().data).length === 0;
  }, [desk, fields]);

  const work = useMemo((): StepWork => {
    const view = session.steps.find(({ n }) => n === step.number);
    return {
      step,
      data,
      readOnly,
      leave,
      set: (pointer: string, value: Json | undefined) =>
        desk.saver.edit(withValue(desk.saver.get().data, pointer, value)),
      error: (pointer) => {
        const at = indexed(data, pointer);
        return told.find((fault) => fault.pointer === at)?.message;
      },
      wrongWithin: (pointer) => {
        const at = indexed(data, pointer);
        return told.some((fault) => fault.pointer === at || fault.pointer.startsWith(`${at}/`));
      },
      answers: (n) => {
        const other = session.steps.find((one) => one.n === n);
        return (other?.submitted ?? other?.draft ?? {}) as Doc;
      },
      provenance: (pointer) => view?.provenance?.[indexed(data, pointer)] ?? view?.provenance?.[pointer],
    };
  }, [session, step, data, readOnly, leave, desk, told]);

  return { work, told, completing, check };
}
