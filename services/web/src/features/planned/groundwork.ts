import type { Fact } from '@/components/ui/Facts';

/** A fact of the context, or that it is missing and where it comes from. */
export function fact(label: string, value: string | undefined, step: number): Fact {
  return { label, value: value || `Not in this version. It comes from step ${step}.` };
}
