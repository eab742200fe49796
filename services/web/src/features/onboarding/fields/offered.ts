import type { StepDescription, StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';
import { matches } from '@/lib/steps/values';

/** Choices with which nothing can be done here: a file could be named, but there is no way to hand it in. */
const CLOSED: Record<string, readonly string[]> = { 'evidence_vault/evidence/*/type': ['file'] };

/** How sure a suggestion was: nothing that a founder would say, and in sight once it was accepted. */
const SAID_BY_SUGGESTIONS = ['evidence_vault/evidence/*/classification_confidence'];

/** Whether a field is asked for, now that its value is this. */
export function isOffered(step: StepDescription, field: StepField, value: Json | undefined): boolean {
  if (value === undefined) return !SAID_BY_SUGGESTIONS.includes(step.id + field.pointer);
  return value !== settled(step, [field])[field.name];
}

/** How many items a list takes, where all that can be added are of one kind. */
export function roomOf(step: StepDescription, field: StepField): number | undefined {
  const item = settled(step, field.item?.fields ?? []);
  const limits = (field.at_most ?? []).filter(({ where }) => matches(where, item)).map(({ max }) => max);
  const all = [field.max_items, ...limits].filter((limit) => limit !== undefined);
  return all.length > 0 ? Math.min(...all) : undefined;
}

/** The choices of a field that can be made; one that was made before stays in sight. */
export function offered({ id }: StepDescription, field: StepField, value: Json | undefined) {
  const closed = CLOSED[id + field.pointer] ?? [];
  return (field.choices ?? []).filter((choice) => choice.value === value || !closed.includes(choice.value));
}

/** The choices that are made already, as there is but one. */
export function settled(step: StepDescription, fields: readonly StepField[]): Doc {
  const single = fields.flatMap((field) => {
    const [only, ...others] = offered(step, field, undefined);
    return only && others.length === 0 ? [[field.name, only.value]] : [];
  });
  return Object.fromEntries(single);
}
