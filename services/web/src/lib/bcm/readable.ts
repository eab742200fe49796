import type { ManifestContent } from '@/api/context';
import { grouped, words } from '@/lib/format';

/** A field of the manifest as lines a person can read. `list` fields hold any number of lines, others exactly one. */
export type FieldLines = { title: string; lines: string[]; list: boolean };
export type GroupLines = { title: string; fields: FieldLines[] };

/** The manifest in words, group by group; what is empty is left out. The marks of the build itself (`meta`) are no part of it. */
export function readable(content: ManifestContent): GroupLines[] {
  return [
    ...companyAndPosition(content),
    group('Customers', [one('Primary customer', content.icps?.[0]?.segment)]),
    ...(content.icps ?? []).map((icp) =>
      group(`Customer: ${icp.segment}`, [
        one('Description', icp.description),
        list('Pains', icp.pain_points),
        list('Goals', icp.goals),
        list('Triggers', icp.triggers),
        list('Objections', icp.objections),
        list('Where they are', icp.channels?.map(term)),
        one('Confidence', icp.confidence === undefined ? undefined : percent(icp.confidence)),
      ]),
    ),
    ...messagingAndBrand(content),
    ...marketAndGoals(content),
  ].filter((part) => part.fields.length > 0);
}

function companyAndPosition({ foundation, competitive }: ManifestContent): GroupLines[] {
  const { company, offer } = foundation;
  return [
    group('Company', [
      one('Name', company.name),
      one('Industry', term(company.industry)),
      one('Stage', term(company.stage)),
      one('Headquarters', company.headquarters),
      one('Website', company.website),
      one('Description', company.description),
      one('Mission', foundation.mission),
      one('Value proposition', foundation.value_prop),
      one('Audience', foundation.audience),
    ]),
    group('Offer', [
      one('What is delivered', offer?.deliverable),
      one('What is promised', offer?.outcome),
      one('Pricing model', offer?.pricing_model && term(offer.pricing_model)),
    ]),
    group('Position', [
      one('Category', competitive?.category),
      one('Category path', competitive?.category_path && term(competitive.category_path)),
      one('Differentiation', competitive?.differentiation),
      list('Alternatives', competitive?.alternatives?.map(alternative)),
      list(
        'Differences',
        competitive?.positioning_delta?.map((delta) =>
          joined(
            [
              delta.our_position,
              delta.competitor_position && `they: ${delta.competitor_position}`,
              delta.differentiation,
            ],
            `${words(delta.axis)}: `,
          ),
        ),
      ),
    ]),
  ];
}

function messagingAndBrand({ messaging, brand, channels }: ManifestContent): GroupLines[] {
  return [
    group('Messaging', [
      one('One line', messaging?.one_liner),
      one('Positioning statement', messaging?.positioning_statement),
      list('Taglines', messaging?.taglines),
      list(
        'Key messages',
        messaging?.key_messages?.map((message) => `${message.title}: ${message.content}`),
      ),
      list(
        'Soundbites',
        messaging?.soundbites?.map((bite) => `${term(bite.kind)}: ${bite.text}`),
      ),
      one('Main message', messaging?.hierarchy?.primary),
      list('Supporting messages', messaging?.hierarchy?.supporting),
      list('Proof', messaging?.hierarchy?.proof),
    ]),
    group('Rules for messages', [
      list('Do', messaging?.guardrails?.do),
      list('Do not', messaging?.guardrails?.dont),
      list('Banned words', messaging?.guardrails?.banned),
    ]),
    group('Brand', [
      list('Values', brand?.values),
      list('Personality', brand?.personality),
      list('Tone', brand?.tone?.map(term)),
    ]),
    group('Channels', [
      list('Primary', channels?.primary),
      list('Secondary', channels?.secondary),
      one('Strategy', channels?.strategy_summary),
    ]),
  ];
}

function marketAndGoals({ market, goals, issues }: ManifestContent): GroupLines[] {
  const money = (value: number | undefined) => (value === undefined ? undefined : amount(value, market?.currency));
  return [
    group('Market', [
      one('Total market', money(market?.tam)),
      one('Serviceable market', money(market?.sam)),
      one('Obtainable market', money(market?.som)),
      one('Year', market?.year?.toString()),
      list('Verticals', market?.verticals),
      list('Places', market?.geography),
    ]),
    group('Goals', [
      list(
        'Short term',
        goals?.short_term?.map((goal) => joined([goal.title, goal.timeframe])),
      ),
      list('Figures to watch', goals?.kpis?.map(kpiLine)),
    ]),
    group('Open points', [
      list(
        'Risks',
        issues?.risks?.map((risk) => risk.title),
      ),
      list(
        'Contradictions',
        issues?.contradictions?.map((one) => one.description),
      ),
      list(
        'Recent wins',
        issues?.recent_wins?.map((win) => joined([win.title, win.impact])),
      ),
      list('Links', issues?.links),
    ]),
  ];
}

type Alternative = NonNullable<NonNullable<ManifestContent['competitive']>['alternatives']>[number];
type Kpi = NonNullable<NonNullable<ManifestContent['goals']>['kpis']>[number];

const ALTERNATIVE_WORDS: Record<Alternative['type'], string> = {
  direct: 'direct rival',
  indirect: 'indirect rival',
  alternative: 'other way out',
};

export function alternativeWord(type: Alternative['type']): string {
  return ALTERNATIVE_WORDS[type];
}

function alternative({ name, type, strengths, weaknesses, share }: Alternative): string {
  return joined([
    `${name} (${ALTERNATIVE_WORDS[type]})`,
    strengths?.length && `strong in: ${strengths.join(', ')}`,
    weaknesses?.length && `weak in: ${weaknesses.join(', ')}`,
    share && `share ${share}`,
  ]);
}

function kpiLine(kpi: Kpi): string {
  return joined([
    kpi.name,
    kpi.current && `now ${withUnit(kpi.current, kpi.unit)}`,
    kpi.target && `target ${withUnit(kpi.target, kpi.unit)}`,
    kpi.frequency,
  ]);
}

/** A figure as it was written, with its unit unless it names it already. */
export function withUnit(value: string, unit?: string): string {
  return unit && !value.includes(unit) ? `${value} ${unit}` : value;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

const CRORE = 10_000_000;
const LAKH = 100_000;

/** An amount of money in the words of its place: ₹520 crore, $5.2B. */
export function amount(value: number, currency = 'INR'): string {
  if (currency === 'INR') {
    if (value >= CRORE) return `₹${short(value / CRORE)} crore`;
    return value >= LAKH ? `₹${short(value / LAKH)} lakh` : `₹${grouped(value)}`;
  }
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact' }).format(value);
  } catch {
    return `${grouped(value)} ${currency}`;
  }
}

function short(value: number): string {
  return grouped(Math.round(value * 10) / 10);
}

const TERMS: Record<string, string> = {
  food_beverage: 'Food and beverage',
  pre_seed: 'Pre-seed',
  linkedin: 'LinkedIn',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  seo_blog: 'SEO blog',
  cta: 'Call to action',
};

/** A word of the API as people write it. */
export function term(word: string): string {
  return TERMS[word] ?? words(word);
}

function joined(parts: (string | number | false | null | undefined)[], start = ''): string {
  return start + parts.filter(Boolean).join(' · ');
}

function one(title: string, text: string | false | null | undefined): FieldLines {
  return { title, lines: text ? [text] : [], list: false };
}

function list(title: string, lines: string[] | undefined): FieldLines {
  return { title, lines: lines?.filter(Boolean) ?? [], list: true };
}

function group(title: string, fields: FieldLines[]): GroupLines {
  return { title, fields: fields.filter((field) => field.lines.length > 0) };
}
