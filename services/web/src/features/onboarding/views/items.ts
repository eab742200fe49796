import type { StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';
import { ruleAt } from '@/lib/steps/pointers';

/** An item of a list, with the name by which pointers find it: its id, or its index while it has none. */
export type Item = Doc & { id: string };

function isDoc(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function doc(value: Json | undefined): Doc {
  return isDoc(value) ? value : {};
}

export function items(value: Json | undefined): Item[] {
  if (!Array.isArray(value)) return [];
  return value.map((item, index) => {
    const inner = doc(item);
    return { ...inner, id: text(inner.id) || String(index) };
  });
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

export function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function choicesAt(fields: readonly StepField[], pointer: string): { value: string; label: string }[] {
  const rule = ruleAt(fields, pointer);
  return rule?.choices ?? rule?.item?.choices ?? [];
}

/** The published label of a choice, else the value itself. */
export function labelOf(choices: readonly { value: string; label: string }[], value: Json | undefined): string {
  return choices.find((choice) => choice.value === value)?.label ?? text(value);
}

/** "one pain", "3 pains". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
