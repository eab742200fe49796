import type { StepField } from '@/api/onboarding';
import type { Doc, Json } from '@/lib/autosave/merge3';
import { primaryOf } from '../icp/completeness';
import { choicesAt, count, doc, type Item, items, labelOf, number, text, texts } from '../items';
import { inWords, money, SIZES } from '../market/market';

/** What a step decided, in one to three short lines. */
export function summaryOf(n: number, data: Doc, fields: readonly StepField[]): string[] {
  const lines = SUMMARIES[n]?.(data, (value, pointer) => labelOf(choicesAt(fields, pointer), value)) ?? [];
  return lines.map((line) => line.trim()).filter(Boolean);
}

const names = (value: Json | undefined, member: string, where: (item: Item) => boolean = () => true) =>
  items(value)
    .filter(where)
    .map((item) => text(item[member]))
    .filter(Boolean)
    .join(', ');

const some = (value: Json | undefined, one: string, where: (item: Item) => boolean = () => true) => {
  const there = items(value).filter(where).length;
  return there > 0 ? count(there, one) : '';
};

const labelled = (label: string, value: string) => (value ? `${label}: ${value}` : '');

/** The published word for a choice. */
type Word = (value: Json | undefined, pointer: string) => string;

const inTier = (data: Doc, tier: string, word: Word) =>
  items(data.channels)
    .filter((channel) => channel.tier === tier)
    .map((channel) => text(channel.name) || word(channel.id, '/channels/*/id'))
    .join(', ');

const SUMMARIES: Record<number, (data: Doc, word: Word) => string[]> = {
  1: (data, word) => [
    [text(data.company_name), word(data.industry, '/industry'), word(data.stage, '/stage')].filter(Boolean).join(', '),
    count(items(data.evidence).length, 'piece of evidence', 'pieces of evidence'),
  ],
  2: (data) => [
    text(data.value_proposition),
    some(data.facts, 'accepted fact', (fact) => fact.status === 'verified' || fact.status === 'edited'),
  ],
  3: (data) => {
    const open = items(data.issues).filter((issue) => issue.resolved !== true);
    if (items(data.issues).length === 0) return ['No clash noted'];
    return [open.length === 0 ? 'Every clash is resolved' : `${count(open.length, 'clash', 'clashes')} open`];
  },
  4: (data) => [`${some(data.truth_sheet, 'row')}${data.locked === true ? ', locked' : ''}`],
  5: (data) => [text(data.core_deliverable), labelled('Outcome', text(data.promised_outcome))],
  6: (data) => [text(data.summary), some(data.insights, 'insight')],
  7: (data) => [names(data.alternatives, 'name')],
  8: (data) => [text(data.vantage_point), some(data.leverage, 'angle')],
  9: (data, word) => [text(data.category), labelled('Path', word(data.selected_path, '/selected_path'))],
  10: (data) => [names(data.capabilities, 'name', (one) => one.rating === 'only_you' || one.rating === 'unique')],
  11: (data) => [names(data.options, 'name', (option) => option.id === data.selected_position)],
  12: (data) => [names(data.options, 'name', (option) => option.id === data.selected_option)],
  13: (data) => [names(data.gaps, 'area')],
  14: (data) => [text(doc(data.positioning).statement), labelled('Tagline', text(data.tagline))],
  15: (data) => [
    labelled(
      'Focus',
      names(data.items, 'item', (item) => item.decision === 'focus'),
    ),
    labelled(
      'Given up',
      names(data.items, 'item', (item) => item.decision === 'sacrifice'),
    ),
  ],
  16: (data) => {
    const icps = items(data.icps);
    const primary = primaryOf(icps);
    return [
      labelled(
        'Primary',
        names(icps, 'name', (icp) => icp.id === primary),
      ),
      labelled(
        'Also',
        names(icps, 'name', (icp) => icp.id !== primary),
      ),
    ];
  },
  17: (data) => [data.reviewed === true ? 'Read' : ''],
  18: (data) => [labelled('Tone', texts(data.tone).join(', ')), labelled('Values', names(data.values, 'value'))],
  19: (data) => [
    text(doc(data.hierarchy).primary),
    some(data.soundbites, 'approved soundbite', (line) => line.status === 'approved'),
  ],
  20: (data, word) => [
    labelled('Primary', inTier(data, 'primary', word)),
    labelled('Avoid', inTier(data, 'avoid', word)),
  ],
  21: (data) =>
    SIZES.map((size) => {
      const value = number(doc(data[size]).value);
      const label = size.toUpperCase();
      return value === undefined
        ? ''
        : `${label} ${money(value, text(data.currency) || 'INR')}${inWords(value) && ` (${inWords(value)})`}`;
    }),
  22: (data) => [
    labelled(
      'To find out',
      names(data.tasks, 'title', (task) => task.decision !== 'skipped'),
    ),
    labelled('Goals', names(data.short_term_goals, 'title')),
  ],
};

/** What a careful reader would ask about before approving; nothing here stops finalizing. */
export function openPoints(answers: (n: number) => Doc): { n: number; words: string }[] {
  const clashes = items(answers(3).issues).filter((issue) => issue.resolved !== true);
  const unknown = items(answers(4).truth_sheet).filter((row) => row.status === 'unknown');
  const unproved = items(answers(10).capabilities).filter((one) => one.rating === 'only_you' && one.verified !== true);
  const drafts = items(answers(19).soundbites).filter((line) => line.status !== 'approved');
  return [
    ...clashes.map((issue) => ({ n: 3, words: `Not resolved: ${text(issue.title)}` })),
    ...unknown.map((row) => ({ n: 4, words: `Not known: ${text(row.label)}` })),
    ...unproved.map((one) => ({ n: 10, words: `Claimed without proof: ${text(one.name)}` })),
    ...(drafts.length > 0
      ? [
          {
            n: 19,
            words: `${count(drafts.length, 'soundbite is', 'soundbites are')} not approved and will not be used`,
          },
        ]
      : []),
  ];
}
