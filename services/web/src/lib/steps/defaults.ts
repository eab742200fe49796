import type { StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';

/** A new item: with an id where the server would give one, and what it would fill in. */
export function newItem(fields: readonly StepField[]): Doc {
  const item: Doc = {};
  for (const field of fields) {
    if (field.assigned) item[field.name] = crypto.randomUUID();
    else if (!field.read_only && field.default !== undefined) item[field.name] = field.default as Json;
  }
  return item;
}

/** What stands where nothing was answered. */
export function shown(field: StepField, value: Json | undefined): Json | undefined {
  return value === undefined && field.default !== undefined ? (field.default as Json) : value;
}
