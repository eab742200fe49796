import type { Locator, Page } from '@playwright/test';
import { fill, labelOf, type Names, named, type Rule, type Step } from './fields';
import type { Data } from './founder';

type At = { page: Page; sheet: Locator; step: Step; names: Names };
type Drawing = (at: At, data: Data) => Promise<void>;

const list = (value: unknown) => (value ?? []) as Data[];
const texts = (value: unknown) => (value ?? []) as string[];

/** Answers a step by what its page offers: the form, or the drawing made for it and the form beside that. */
export async function answerStep(at: At, data: Data): Promise<void> {
  const drawing = DRAWINGS[at.step.id];
  if (drawing) await drawing(at, data);
  else await fill(at.sheet, at.step.fields, data, at.names);
}

const DRAWINGS: Partial<Record<string, Drawing>> = {
  brand_synthesis: async (at, data) => {
    for (const fact of list(data.facts)) await addFact(at, fact);
    await form(at, data, ['value_proposition', 'mission', 'vision']);
  },
  strategic_integrity: async (at, data) => {
    for (const issue of list(data.issues)) await noteClash(at, issue);
  },
  truth_confirmation: async (at, data) => {
    for (const [index, row] of list(data.truth_sheet).entries()) await addTruth(at, row, index + 1);
    if (data.locked) await at.sheet.getByRole('button', { name: 'Lock the sheet' }).click();
  },
  comparative_angle: async (at, data) => {
    for (const { alternative_id: id, text } of list(data.leverage)) {
      const name = `Why a customer chooses us over ${at.names.get(String(id))}`;
      await at.sheet.getByLabel(named(name)).fill(String(text));
    }
    await form(at, data, ['vantage_point', 'advantages']);
  },
  market_category: async (at, data) => {
    const path = labelOf(at.step.fields, 'selected_path', data.selected_path);
    await at.sheet.getByRole('radio', { name: new RegExp(`^${path}`) }).check();
    await form(at, data, ['category']);
  },
  perceptual_map: async (at, data) => {
    for (const [index, map] of list(data.options).entries()) {
      await at.sheet.getByRole('button', { name: index === 0 ? 'Draw a map' : 'Add a map' }).click();
      await drawMap(at, map);
      if (map.id === data.selected_position) await at.sheet.getByRole('button', { name: 'Choose this map' }).click();
    }
  },
  gap_analysis: async ({ sheet }, data) => {
    for (const [index, gap] of list(data.gaps).entries()) {
      await sheet.getByRole('button', { name: 'Add a gap' }).click();
      const cells = sheet
        .getByRole('table')
        .getByRole('row')
        .nth(index + 1)
        .getByRole('textbox');
      for (const [place, value] of [gap.area, gap.x, gap.y].entries()) await cells.nth(place).fill(String(value));
    }
    await sheet.getByRole('checkbox', { name: 'I confirm these gaps' }).setChecked(data.confirmed === true);
  },
  focus_sacrifice: async ({ sheet, step }, data) => {
    for (const { item, category, decision, reason } of list(data.items)) {
      await sheet.getByRole('button', { name: `Add an item to ${decision}` }).click();
      await sheet.getByRole('textbox', { name: 'What: this item' }).fill(String(item));
      const label = labelOf(step.fields, 'items/category', category);
      await sheet.getByLabel(named(`Category of ${item}`)).selectOption({ label });
      if (reason) await sheet.getByLabel(named(`Reason for ${item}`)).fill(String(reason));
    }
  },
  icp_profiles: async (at, data) => {
    await form(at, data, ['target_audience']);
    for (const [index, icp] of list(data.icps).entries()) {
      await at.sheet.getByRole('button', { name: index === 0 ? 'Describe a customer' : 'Add a profile' }).click();
      await describeCustomer(at, icp);
    }
  },
  soundbites: async (at, data) => {
    const counts = new Map<unknown, number>();
    for (const line of list(data.soundbites)) {
      const place = (counts.get(line.kind) ?? 0) + 1;
      counts.set(line.kind, place);
      await addSoundbite(at, line, place);
    }
    await form(at, data, ['key_messages', 'taglines', 'hierarchy']);
  },
  channel_strategy: async (at, data) => {
    for (const channel of list(data.channels)) await placeChannel(at, channel);
    await form(at, data, ['go_to_market', 'content_strategy', 'sales_strategy']);
  },
  market_size: async (at, data) => {
    for (const size of ['tam', 'sam', 'som']) await estimate(at, size, data[size] as Data | undefined);
    await form(at, data, ['method', 'summary']);
  },
  final_synthesis: async (at, data) => {
    await form(at, data, ['team', 'resources']);
    await at.sheet.getByRole('checkbox', { name: /approve/ }).check();
  },
};

/** The part of the page that is a form. */
async function form({ sheet, step, names }: At, data: Data, members: readonly string[]): Promise<void> {
  await fill(
    sheet,
    step.fields.filter((field) => members.includes(field.name)),
    data,
    names,
  );
}

async function addFact({ sheet, step, names }: At, fact: Data): Promise<void> {
  await sheet.getByRole('button', { name: 'Add a fact' }).click();
  await sheet.getByRole('textbox', { name: 'Label of this fact' }).fill(String(fact.label));
  const value = sheet.getByRole('textbox', { name: `Fact: ${fact.label}` });
  await value.fill(String(fact.value));
  const row = sheet
    .getByRole('listitem')
    .filter({ has: sheet.page().getByRole('textbox', { name: `Fact: ${fact.label}` }) });
  await row.getByText('Details').click();
  await row.getByLabel(named('Confidence, 0 to 100')).fill(String(fact.confidence));
  const sources = texts(fact.sources).map((id) => (id === 'manual' ? 'Your own knowledge' : names.get(id)));
  for (const source of await row.getByRole('group', { name: 'Sources' }).getByRole('checkbox').all()) {
    const name = await source.locator('xpath=..').innerText();
    await source.setChecked(sources.includes(name.trim()));
  }
  // Last: the row goes to the part of its category.
  const category = labelOf(step.fields, 'facts/category', fact.category);
  await row.getByLabel(named('Category')).selectOption({ label: category });
}

async function noteClash({ sheet, step }: At, issue: Data): Promise<void> {
  await sheet.getByRole('button', { name: 'Note a clash' }).click();
  await sheet.getByLabel(named('Title of this clash')).fill(String(issue.title));
  const title = String(issue.title);
  const row = sheet.getByRole('listitem').filter({ has: sheet.page().getByLabel(named(`Title of ${title}`)) });
  await row.getByLabel(named(`Description of ${title}`)).fill(String(issue.description));
  for (const [index, statement] of texts(issue.violation).entries()) {
    await row.getByLabel(named(`Statement ${index + 1} of ${title}`)).fill(statement);
  }
  await row.getByText('Details').click();
  for (const [member, label] of [
    ['type', 'Kind of clash'],
    ['class', 'Subject'],
    ['priority', 'Priority'],
  ] as const) {
    const choice = labelOf(step.fields, `issues/${member}`, issue[member]);
    await row.getByLabel(named(label)).selectOption({ label: choice });
  }
  await row.getByLabel(named(`How it is resolved: ${title}`)).fill(String(issue.resolution));
  if (issue.resolved) await row.getByRole('button', { name: 'Mark as resolved' }).click();
}

async function addTruth({ sheet, step }: At, row: Data, place: number): Promise<void> {
  await sheet.getByRole('button', { name: 'Add a row' }).click();
  await sheet.getByLabel(named(`Label of row ${place}`)).fill(String(row.label));
  await sheet.getByLabel(named(`Value of ${row.label}`)).fill(String(row.value));
  if (row.source) await sheet.getByLabel(named(`Source of ${row.label}`)).fill(String(row.source));
  for (const [member, label] of [
    ['category', `Category of ${row.label}`],
    ['confidence', `Confidence in ${row.label}`],
    ['status', `Status of ${row.label}`],
  ] as const) {
    const choice = labelOf(step.fields, `truth_sheet/${member}`, row[member]);
    await sheet.getByLabel(named(label)).selectOption({ label: choice });
  }
  if (!row.proof_linked) return;
  const more = sheet.locator('details').filter({ hasText: `notes or proof of ${row.label}` });
  await more.locator('summary').click();
  await more.getByRole('checkbox', { name: 'Proof is linked' }).check();
}

async function drawMap({ sheet }: At, map: Data): Promise<void> {
  await sheet.getByLabel(named('Name of the map')).fill(String(map.name));
  await sheet.getByLabel(named('Horizontal axis')).fill(String(map.x_axis_label));
  await sheet.getByLabel(named('Vertical axis')).fill(String(map.y_axis_label));
  await sheet.getByLabel(named(`${map.x_axis_label}, us`)).fill(String(map.x_value));
  await sheet.getByLabel(named(`${map.y_axis_label}, us`)).fill(String(map.y_value));
  for (const [index, rival] of list(map.competitors).entries()) {
    await sheet.getByRole('button', { name: 'Add a rival' }).click();
    await sheet.getByLabel(named(`On the map, rival ${index + 1}`)).fill(String(rival.name));
    await sheet.getByLabel(named(`${map.x_axis_label}, rival ${index + 1}`)).fill(String(rival.x));
    await sheet.getByLabel(named(`${map.y_axis_label}, rival ${index + 1}`)).fill(String(rival.y));
  }
  if (map.narrative) await sheet.getByLabel(named('What the map says')).fill(String(map.narrative));
}

const PAIN = { description: 'Pain #', category: 'Kind of pain #', frequency: 'How often, pain #' };
const GOAL = { description: 'Goal, goal #', category: 'Kind, goal #', timeline: 'Timeline, goal #' };
const OBJECTION = {
  description: 'What they object, objection #',
  response: 'Our answer, objection #',
  type: 'Kind, objection #',
};
const TRIGGER = {
  event: 'What happens, trigger #',
  timing: 'When, trigger #',
  impact: 'What it does, trigger #',
};
const INSIDE = ['psychographics', 'behaviors', 'demographics', 'match_score', 'sophistication'];
const IN_ROWS = ['pains', 'goals', 'objections', 'triggers'];

async function describeCustomer({ sheet, step, names }: At, icp: Data): Promise<void> {
  const rules = step.fields.find((field) => field.name === 'icps')?.item?.fields ?? [];
  const own = rules.filter(({ name }) => !INSIDE.includes(name) && !IN_ROWS.includes(name));
  await fill(sheet, own, icp, names);
  await addRows(sheet, 'Add a pain', list(icp.pains), PAIN);
  const words = pointed(rules, 'pains/severity')?.accepted_words ?? {};
  for (const [index, { severity }] of list(icp.pains).entries()) {
    const line = sheet.getByRole('slider', { name: `Severity of pain ${index + 1}` });
    await line.fill(String(words[String(severity)] ?? severity));
  }
  await addRows(sheet, 'Add a goal', list(icp.goals), GOAL);
  for (const [index, { priority }] of list(icp.goals).entries()) {
    const label = labelOf(rules, 'goals/priority', priority);
    await sheet.getByLabel(named(`Priority, goal ${index + 1}`)).selectOption({ label });
  }
  await addRows(sheet, 'Add an objection', list(icp.objections), OBJECTION);
  await addRows(sheet, 'Add a trigger', list(icp.triggers), TRIGGER);
  await sheet.getByText('Beliefs, behaviour, demographics, sophistication').click();
  const inside = rules.filter(({ name }) => INSIDE.includes(name));
  await fill(sheet, inside, icp, names);
}

async function addRows(sheet: Locator, add: string, rows: Data[], labels: Record<string, string>): Promise<void> {
  for (const [index, row] of rows.entries()) {
    await sheet.getByRole('button', { name: add }).click();
    for (const [member, label] of Object.entries(labels)) {
      if (row[member] === undefined) continue;
      await sheet.getByLabel(named(label.replace('#', String(index + 1)))).fill(String(row[member]));
    }
  }
}

function pointed(rules: readonly Rule[], path: string): Rule | undefined {
  const [name, ...rest] = path.split('/');
  const rule = rules.find((candidate) => candidate.name === name);
  return rest.length > 0 ? pointed(rule?.item?.fields ?? [], rest.join('/')) : rule;
}

async function addSoundbite({ sheet, step }: At, line: Data, place: number): Promise<void> {
  const kind = labelOf(step.fields, 'soundbites/kind', line.kind);
  await sheet.getByRole('button', { name: `Add a line for ${kind.toLowerCase()}` }).click();
  await sheet.getByLabel(named(`Text of ${kind} ${place}`)).fill(String(line.content));
  if (line.context) await sheet.getByLabel(named(`Where to use ${kind} ${place}`)).fill(String(line.context));
  if (line.status === 'approved') await sheet.getByRole('button', { name: `Approve ${kind} ${place}` }).click();
}

async function placeChannel({ sheet, step }: At, channel: Data): Promise<void> {
  const name = labelOf(step.fields, 'channels/id', channel.id);
  const tier = labelOf(step.fields, 'channels/tier', channel.tier);
  await sheet.getByRole('combobox', { name: `Tier of ${name}`, exact: true }).selectOption({ label: tier });
  if (!channel.name) return;
  const details = sheet.locator('details').filter({ hasText: new RegExp(`^Details of ${name}`) });
  await details.locator('summary').click();
  await details.getByLabel(named('What you call it')).fill(String(channel.name));
}

async function estimate({ sheet, step }: At, size: string, estimated: Data | undefined): Promise<void> {
  if (!estimated) return;
  const label = step.fields.find((field) => field.name === size)?.label ?? '';
  const group = sheet.getByRole('group', { name: label, exact: true });
  await group.getByLabel(/^Value a year/).fill(String(estimated.value));
  if (estimated.growth_rate !== undefined)
    await group.getByLabel(named('Growth a year in %')).fill(String(estimated.growth_rate));
  await group.getByLabel(named('How it was arrived at')).fill(String(estimated.description));
}
