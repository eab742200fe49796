import { expect, type Locator } from '@playwright/test';
import type { Data, Founder } from './founder';

/** A value as the published description of the steps has it. */
export type Rule = {
  name: string;
  label: string;
  type: string;
  assigned?: boolean;
  choices?: { value: string; label: string }[];
  reference?: { step: number; list: string };
  accepted_words?: Record<string, number>;
  fields?: Rule[];
  item?: Rule;
};
export type Step = { number: number; id: string; title: string; fields: Rule[] };

/** Names of items by their ids: a founder chooses by name. */
export type Names = ReadonlyMap<string, string>;

export async function publishedSteps(founder: Founder): Promise<Step[]> {
  const { steps } = await founder.call('GET', '/api/v1/onboarding/steps');
  return steps as Step[];
}

/** A label as it is read out: what is optional and how much fits is told in it. */
export function named(label: string): RegExp {
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( optional)?( \\d+ of at most \\d+)?$`);
}

export function labelOf(rules: readonly Rule[], path: string, value: unknown): string {
  const [name = '', ...rest] = path.split('/');
  const rule = rules.find((candidate) => candidate.name === name);
  if (rest.length > 0) return labelOf(rule?.item?.fields ?? rule?.fields ?? [], rest.join('/'), value);
  const label = rule?.choices?.find((choice) => choice.value === value)?.label;
  if (!label) throw new Error(`${path} has no choice ${value}`);
  return label;
}

/** Answers every member that the data has, by label and type. */
export async function fill(scope: Locator, rules: readonly Rule[], data: Data, names: Names): Promise<void> {
  for (const rule of rules) {
    const value = data[rule.name];
    if (value !== undefined && !rule.assigned) await fillOne(scope, rule, value, names);
  }
}

async function fillOne(scope: Locator, rule: Rule, value: unknown, names: Names): Promise<void> {
  const name = named(rule.label.replace(' in the smallest unit', ''));
  switch (rule.type) {
    case 'boolean':
      await scope.getByRole('checkbox', { name }).setChecked(value === true);
      return;
    case 'choice':
      // Files cannot be handed in; what leaves a single choice is not asked.
      if (rule.choices?.filter((choice) => choice.value !== 'file').length === 1) return;
      await choose(scope, name, rule.choices?.find((choice) => choice.value === value)?.label ?? '');
      return;
    case 'id':
      await scope.getByRole('combobox', { name }).selectOption({ label: names.get(String(value)) ?? '' });
      return;
    case 'object':
      await fill(scope.getByRole('group', { name }), rule.fields ?? [], value as Data, names);
      return;
    case 'list':
      await fillList(scope.getByRole('group', { name }), rule, value as unknown[], names);
      return;
    case 'date':
      await scope.getByLabel(name).fill(String(value));
      return;
    default: {
      const text = rule.name.endsWith('_minor') ? Number(value) / 100 : value;
      await scope.getByRole('textbox', { name }).fill(String(text));
    }
  }
}

/** Few choices are all in sight, many in a native list. */
async function choose(scope: Locator, name: RegExp, label: string): Promise<void> {
  const list = scope.getByRole('combobox', { name });
  const group = scope.getByRole('group', { name });
  await expect(list.or(group)).toBeVisible();
  if (await list.isVisible()) await list.selectOption({ label });
  else await group.getByRole('radio', { name: label, exact: true }).check();
}

async function fillList(group: Locator, rule: Rule, values: unknown[], names: Names): Promise<void> {
  const item = rule.item;
  if (!item) throw new Error(`${rule.name} lists nothing`);
  if (item.type === 'object') {
    for (const [index, value] of values.entries()) {
      await group.getByRole('button', { name: `Add to ${rule.label.toLowerCase()}`, exact: true }).click();
      const row = group.locator(':scope > ol > li').nth(index).locator('fieldset').first();
      await fill(row, item.fields ?? [], value as Data, names);
    }
    return;
  }
  for (const [index, value] of values.entries()) {
    const text = String(value);
    if (item.choices || item.reference) {
      const label = item.choices?.find((choice) => choice.value === value)?.label ?? names.get(text) ?? '';
      await group.getByRole('checkbox', { name: label, exact: true }).check();
    } else {
      if (index > 0) await group.getByRole('textbox', { name: `${rule.label} ${index}`, exact: true }).press('Enter');
      await group.getByRole('textbox', { name: `${rule.label} ${index + 1}`, exact: true }).fill(text);
    }
  }
}
