import type { StepDescription, StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';

/** Choices with which nothing can be done here: a file could be named, but there is no way to hand it in. */
const CLOSED: Record<string, readonly string[]> = { 'evidence_vault/evidence/*/type': ['file'] };

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
