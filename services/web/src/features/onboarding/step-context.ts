import { createContext, use } from 'react';
import type { Provenance, StepDescription } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';

/** What every field and every view of a step works with. Pointers are JSON pointers into the step's data. */
export type StepWork = {
  step: StepDescription;
  /** The answers as they stand on this device. */
  data: Doc;
  /** Puts a value at a pointer, undefined removes it; saved by itself soon after. List steps of the pointer are item ids or indexes. */
  set(pointer: string, value: Json | undefined): void;
  /** What is wrong at a pointer, in one sentence. */
  error(pointer: string): string | undefined;
  /** Whether anything is wrong at a pointer or below it, so that what is folded can be opened. */
  wrongWithin(pointer: string): boolean;
  /** Shows what is wrong so far and saves at once; for leaving a field. */
  leave(): void;
  /** The answers of another step: submitted, else drafted. */
  answers(n: number): Doc;
  /** Where the value at a pointer came from, when it was not simply typed. */
  provenance(pointer: string): Provenance | undefined;
  /** The session is closed for edits. */
  readOnly: boolean;
};

export const StepContext = createContext<StepWork | null>(null);

export function useStep(): StepWork {
  const work = use(StepContext);
  if (!work) throw new Error('useStep outside a step');
  return work;
}
