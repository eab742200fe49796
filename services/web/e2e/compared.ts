import type { Names, Rule, Step } from './fields';
import type { Data } from './founder';

type Steps = Record<string, Data | null>;

/** Every item by its id: ids are given anew where answers are typed. */
function* itemsOf(value: unknown, place: string): Generator<[id: string, place: string, item: Data]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* itemsOf(item, `${place}/${index}`);
  } else if (typeof value === 'object' && value !== null) {
    const item = value as Data;
    if (typeof item.id === 'string' && item.id.length === 36) yield [item.id, place, item];
    for (const [name, member] of Object.entries(item)) yield* itemsOf(member, `${place}/${name}`);
  }
}

export function namesOf(steps: Steps): Names {
  return new Map([...itemsOf(steps, '')].map(([id, , item]) => [id, String(item.name ?? item.label ?? item.title)]));
}

/** The answers with places instead of ids. */
export function placed(steps: Steps): Steps {
  const places = new Map([...itemsOf(steps, '')].map(([id, place]) => [id, place]));
  return JSON.parse(JSON.stringify(steps, (_, value) => places.get(value) ?? value));
}

/** The answers as a page takes them: words for numbers are numbers there. */
export function asTyped(steps: Steps, published: readonly Step[]): Steps {
  const typed: Steps = {};
  for (const step of published) {
    const data = steps[step.number];
    if (data) typed[step.number] = members(step.fields, data);
  }
  return typed;
}

function members(rules: readonly Rule[], data: Data): Data {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typedValue(
        rules.find((rule) => rule.name === name),
        value,
      ),
    ]),
  );
}

function typedValue(rule: Rule | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => typedValue(rule?.item, item));
  if (typeof value === 'object' && value !== null) return members(rule?.fields ?? [], value as Data);
  return rule?.accepted_words?.[String(value)] ?? value;
}
