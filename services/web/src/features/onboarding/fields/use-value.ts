import type { StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';
import { valueAt } from '@/lib/autosave/merge3';
import { shown } from '@/lib/steps/defaults';
import { plainLabel } from '@/lib/steps/pointers';
import { isAsked } from '@/lib/steps/values';
import { useStep } from '../step-context';

export type ValueProps = {
  field: StepField;
  /** Of the field's value; list steps are item ids or indexes. */
  pointer: string;
};

/** What an input shows and does for one field of the step. */
export function useValue({ field, pointer }: ValueProps) {
  const { data, set, error, leave, readOnly } = useStep();
  const stored = valueAt(data, pointer);
  const neighbours = valueAt(data, pointer.slice(0, pointer.lastIndexOf('/'))) ?? data;
  return {
    value: shown(field, stored),
    put: (value: Json | undefined) => set(pointer, value),
    leave,
    readOnly,
    wiring: {
      label: plainLabel(field.label),
      help: field.help,
      error: error(pointer),
      required: isAsked(field, neighbours as Doc),
    },
  };
}

/** A value as text for an input that takes any words. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
