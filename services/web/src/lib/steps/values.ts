import type { StepField, StepValue } from '@/api/onboarding';
import { codePoints } from '@/lib/format';
import type { Doc, Json } from '@/lib/autosave/merge3';

/** What is wrong with a value, at its JSON pointer into the step's data (list steps are indexes). */
export type Fault = { pointer: string; message: string };

/** Faults that a draft may not have: broken limits and wrong shapes. What is only missing is no fault of a draft. */
export function faultsOfDraft(fields: readonly StepField[], data: Doc): Fault[] {
  return fields.flatMap((field) => (field.read_only ? [] : faultsOf(field, data[field.name], `/${field.name}`)));
}

/** The document without its faulty values, and where they stood. */
export function sift(fields: readonly StepField[]): (data: Doc) => { sendable: Doc; held: string[] } {
  return (data) => {
    const held = faultsOfDraft(fields, data).map((fault) => fault.pointer);
    // From the end, so that indexes before it stay right.
    const sendable = held.toReversed().reduce<Doc>((doc, pointer) => without(doc, pointer.split('/').slice(1)) as Doc, data);
    return { sendable, held };
  };
}

function faultsOf(rule: StepValue, value: Json | undefined, pointer: string): Fault[] {
  if (value === undefined || value === null || value === '') return [];
  const message = wrong(rule, value);
  if (message) return [{ pointer, message }];
  if (Array.isArray(value) && rule.item) {
    const item = rule.item;
    return value.flatMap((inner, index) => faultsOf(item, inner, `${pointer}/${index}`));
  }
  if (rule.fields && typeof value === 'object' && !Array.isArray(value)) {
    return rule.fields.flatMap((field) =>
      field.read_only ? [] : faultsOf(field, value[field.name], `${pointer}/${field.name}`),
    );
  }
  return [];
}

function wrong(rule: StepValue, value: Json): string | undefined {
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' ? wrongLength(rule, value.trim()) : 'Write a text.';
    case 'url':
      return typeof value === 'string' && isAddress(value) ? wrongLength(rule, value) : 'Write a full address, starting with https://';
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? wrongNumber(rule, value) : 'Write a number.';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : 'Choose a date.';
    case 'currency':
      return typeof value === 'string' && /^[A-Za-z]{3}$/.test(value) ? undefined : 'Write three letters, such as INR.';
    case 'choice':
      return rule.choices?.some((choice) => choice.value === value) ? undefined : 'Choose one of the list.';
    case 'list':
      return Array.isArray(value) && value.length > (rule.max_items ?? Number.POSITIVE_INFINITY)
        ? `Keep it to ${rule.max_items}.`
        : undefined;
    case 'id':
    case 'time':
    case 'boolean':
    case 'object':
      return undefined;
  }
}

function wrongLength(rule: StepValue, text: string): string | undefined {
  const length = codePoints(text.normalize('NFC'));
  if (length > 0 && rule.min_length && length < rule.min_length) return `Write at least ${rule.min_length} characters.`;
  if (rule.max_length && length > rule.max_length) return `Keep it to ${rule.max_length} characters.`;
  return undefined;
}

function wrongNumber(rule: StepValue, value: number): string | undefined {
  if (!Number.isFinite(value)) return 'Write a number.';
  if (rule.type === 'integer' && !Number.isInteger(value)) return 'Write a whole number.';
  if (rule.minimum !== undefined && value < rule.minimum) return `At least ${rule.minimum}.`;
  if (rule.maximum !== undefined && value > rule.maximum) return `At most ${rule.maximum}.`;
  return undefined;
}

function isAddress(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
  } catch {
    return false;
  }
}

function without(value: Json | undefined, path: string[]): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (Array.isArray(value)) {
    const index = Number(key);
    const next = without(value[index], rest);
    return next === undefined ? value.toSpliced(index, 1) : value.with(index, next);
  }
  if (typeof value !== 'object' || value === null) return value;
  const { [key]: inner, ...others } = value;
  const next = without(inner, rest);
  return next === undefined ? others : { ...value, [key]: next };
}
