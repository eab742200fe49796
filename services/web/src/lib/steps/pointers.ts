import type { StepField, StepValue } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';

function isObject(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same pointer with positions in place of item ids: as the API writes it. */
export function indexed(data: Doc, pointer: string): string {
  let at: Json | undefined = data;
  let path = '';
  for (const key of pointer.split('/').slice(1)) {
    if (Array.isArray(at)) {
      const byId: number = at.findIndex((item) => isObject(item) && item.id === key);
      const index: number = byId >= 0 ? byId : Number(key);
      path += `/${byId >= 0 ? byId : key}`;
      at = at[index];
    } else {
      path += `/${key}`;
      at = isObject(at) ? at[key] : undefined;
    }
  }
  return path;
}

/** What the description says of the value at a pointer. */
export function ruleAt(fields: readonly StepField[], pointer: string): StepValue | undefined {
  const [name, ...rest] = pointer.split('/').slice(1);
  let rule: StepValue | undefined = fields.find((field) => field.name === name);
  for (const key of rest) {
    if (!rule) return undefined;
    rule = rule.type === 'list' ? rule.item : rule.fields?.find((field) => field.name === key);
  }
  return rule;
}

/** The members of the object at a pointer; the step's own for the empty pointer. */
export function fieldsAt(fields: readonly StepField[], pointer: string): readonly StepField[] {
  return pointer ? (ruleAt(fields, pointer)?.fields ?? []) : fields;
}

/** Whether a founder answers the field: the server sets the others. */
export function answerable(field: StepField): boolean {
  return !field.read_only && !field.assigned;
}

/** What leads to one item of a list: its id where the server gives them, else its place. */
export function itemKey(rule: StepValue, item: Json | undefined, index: number): string {
  const assigned = rule.fields?.some((field) => field.name === 'id' && field.assigned);
  return assigned && isObject(item) && typeof item.id === 'string' ? item.id : String(index);
}

const NAMES = [
  'name',
  'title',
  'label',
  'item',
  'axis',
  'trait',
  'event',
  'content',
  'text',
  'quote',
  'value',
  'description',
];

/** The words by which a founder knows an item. */
export function titleOf(item: Json | undefined): string {
  if (typeof item === 'string') return item;
  if (!isObject(item)) return '';
  const name = [...NAMES, 'category'].find((key) => typeof item[key] === 'string' && item[key] !== '');
  return name ? String(item[name]) : '';
}

/** The labels that lead to a place, such as "Price options 2, Name". */
export function placeName(fields: readonly StepField[], data: Doc, pointer: string): string {
  const parts: string[] = [];
  let path = '';
  for (const key of indexed(data, pointer).split('/').slice(1)) {
    path += `/${key}`;
    const rule = ruleAt(fields, path);
    if (rule && 'label' in rule && typeof rule.label === 'string') parts.push(plainLabel(rule.label));
    else if (/^\d+$/.test(key)) parts.push(`${parts.pop() ?? ''} ${Number(key) + 1}`.trim());
  }
  return parts.join(', ');
}

/** Amounts are typed in whole units, whatever is stored. */
export function plainLabel(label: string): string {
  return label.replace(' in the smallest unit', '');
}
