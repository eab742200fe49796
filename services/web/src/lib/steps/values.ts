import type { StepField, StepValue } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';
import { codePoints } from '@/lib/format';

/** What is wrong with a value, at its JSON pointer into the step's data (list steps are indexes). */
export type Fault = { pointer: string; message: string };

/** Faults that a draft may not have: broken limits and wrong shapes. What is only missing is no fault of a draft. */
export function faultsOfDraft(fields: readonly StepField[], data: Doc): Fault[] {
  return fields.flatMap((field) => (field.read_only ? [] : faultsOf(field, data[field.name], `/${field.name}`)));
}

/** Everything that keeps a step from being completed, as far as it can be told without the server. */
export function faultsToComplete(fields: readonly StepField[], data: Doc): Fault[] {
  const tidied = tidy(data) as Doc;
  const wrongs = faultsOfDraft(fields, data);
  const missing = missingIn(fields, tidied, '').filter(
    (fault) => !wrongs.some(({ pointer }) => pointer === fault.pointer),
  );
  // In the order of the fields, so that the first one is the first on the page.
  const place = (fault: Fault) => fields.findIndex((field) => field.name === fault.pointer.split('/')[1]);
  return [...wrongs, ...missing].sort((a, b) => place(a) - place(b));
}

/** The document as the server would keep it, without its faulty values, and where these stood. */
export function sift(
  fields: readonly StepField[],
  refused: (pointer: string, data: Doc) => boolean = () => false,
): (data: Doc) => { sendable: Doc; held: string[] } {
  return (data) => {
    const faulty = new Set(faultsOfDraft(fields, data).map((fault) => fault.pointer));
    const held: string[] = [];
    for (const pointer of pointersOf(data)) {
      // Within a held value nothing is held by itself.
      const last = held.at(-1);
      if (last !== undefined && pointer.startsWith(`${last}/`)) continue;
      if (faulty.has(pointer) || refused(pointer, data)) held.push(pointer);
    }
    // From the end, so that indexes before it stay right.
    const kept = held
      .toReversed()
      .reduce<Doc>((doc, pointer) => without(doc, pointer.split('/').slice(1)) as Doc, data);
    return { sendable: tidy(kept) as Doc, held };
  };
}

/** Texts trimmed and normalised, and what counts as not given left out: so that a pause within a sentence changes nothing. */
export function tidy(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.normalize('NFC').trim() || undefined;
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(tidy).filter((item) => item !== undefined);
    return kept.filter((item, index) => typeof item !== 'string' || kept.indexOf(item) === index);
  }
  if (typeof value !== 'object') return value;
  const kept: Doc = {};
  for (const [name, inner] of Object.entries(value)) {
    const tidied = tidy(inner);
    if (tidied !== undefined) kept[name] = tidied;
  }
  return kept;
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

/** Members that are asked for and not there. */
function missingIn(fields: readonly StepField[], data: Doc, at: string): Fault[] {
  return fields.flatMap((field) => {
    if (field.read_only || field.assigned) return [];
    return missing(field, data[field.name], `${at}/${field.name}`, isAsked(field, data));
  });
}

function missing(rule: StepValue, value: Json | undefined, pointer: string, asked: boolean): Fault[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    if (!asked || isFilled(rule)) return [];
    const members = missingIn(rule.fields ?? [], {}, pointer);
    return members.length > 0 ? members : [{ pointer, message: needed(rule) }];
  }
  if (rule.must_be !== undefined && value !== rule.must_be) return [{ pointer, message: needed(rule) }];
  if (Array.isArray(value)) return [...wrongList(rule, value, pointer), ...missingInItems(rule, value, pointer)];
  return rule.fields && isDoc(value) ? missingIn(rule.fields, value, pointer) : [];
}

function missingInItems(rule: StepValue, items: Json[], pointer: string): Fault[] {
  const fields = rule.item?.fields;
  return fields
    ? items.flatMap((item, index) => (isDoc(item) ? missingIn(fields, item, `${pointer}/${index}`) : []))
    : [];
}

function wrongList(rule: StepValue, items: Json[], pointer: string): Fault[] {
  const faults: Fault[] = [];
  if (rule.min_items && items.length < rule.min_items)
    faults.push({ pointer, message: `Add at least ${rule.min_items}.` });
  for (const { max, where } of rule.at_most ?? []) {
    const kinds = Object.values(where).flat().map(String).join(', ').replaceAll('_', ' ');
    if (items.filter((item) => isDoc(item) && matches(where, item)).length > max) {
      faults.push({ pointer, message: `Keep it to ${max} of the kind ${kinds}.` });
    }
  }
  const member = rule.unique_by;
  if (!member) return faults;
  const label = rule.item?.fields?.find((field) => field.name === member)?.label.toLowerCase() ?? member;
  const seen = items.map((item) => (isDoc(item) ? item[member] : undefined));
  for (const [index, value] of seen.entries()) {
    if (value !== undefined && seen.indexOf(value) < index) {
      faults.push({ pointer: `${pointer}/${index}/${member}`, message: `Each ${label} may stand here once.` });
    }
  }
  return faults;
}

type Where = { [key: string]: string | boolean | number | (string | boolean | number)[] };

export function matches(where: Where, item: Doc): boolean {
  return Object.entries(where).every(([name, wanted]) =>
    [wanted].flat().some((value) => value === (item[name] ?? false)),
  );
}

/** Asked for always, or because of what stands beside it. */
export function isAsked(field: StepField, neighbours: Doc): boolean {
  return field.required || (field.required_when !== undefined && matches(field.required_when, neighbours));
}

/** The server fills it in, and what it fills in counts as answered. */
function isFilled(rule: StepValue): boolean {
  const filled = rule.default !== undefined || rule.default_from !== undefined || rule.default_now !== undefined;
  return filled && (rule.must_be === undefined || rule.must_be === rule.default);
}

function needed(rule: StepValue): string {
  if (rule.type === 'boolean') return 'Tick this to go on.';
  if (rule.type === 'choice' || rule.type === 'id' || rule.type === 'date') return 'Choose one.';
  if (rule.type === 'list') return `Add at least ${rule.min_items ?? 1}.`;
  return 'This is needed to complete the step.';
}

export function isDoc(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pointersOf(value: Json | undefined, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => pointersOf(inner, `${at}/${index}`));
  if (!isDoc(value)) return at ? [at] : [];
  const inner = Object.entries(value).flatMap(([name, member]) => pointersOf(member, `${at}/${name}`));
  return at ? [at, ...inner] : inner;
}

function wrong(rule: StepValue, value: Json): string | undefined {
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' ? wrongLength(rule, value.trim()) : 'Write a text.';
    case 'url':
      return typeof value === 'string' && isAddress(value)
        ? wrongLength(rule, value)
        : 'Write a full address, starting with https://';
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

/** An address as it is stored: people leave out what browsers add. */
export function asAddress(typed: string): string {
  const text = typed.trim();
  const whole = `https://${text}`;
  return /^[^\s/:@]+(:\d+)?([/?#]|$)/.test(text) && isAddress(whole) ? whole : typed;
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
