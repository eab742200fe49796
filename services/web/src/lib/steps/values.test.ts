import { describe, expect, it } from 'vitest';
import type { StepDescription, StepsDescription } from '@/api/onboarding';
import described from '@/test/steps.json';
import { asAddress, faultsToComplete, sift, tidy } from './values';

const { steps } = described as unknown as StepsDescription;

function fieldsOf(id: string) {
  const step = steps.find((one): one is StepDescription => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step.fields;
}

const places = (id: string, data: Parameters<typeof tidy>[0]) =>
  faultsToComplete(fieldsOf(id), data as never).map(({ pointer }) => pointer);

describe('what keeps a step from being completed', () => {
  it('is every required field that is missing, in the order of the page', () => {
    expect(places('evidence_vault', {})).toEqual(['/company_name', '/industry', '/stage', '/evidence']);
  });

  it('is a text that is empty once trimmed', () => {
    expect(places('market_category', { selected_path: 'bold', category: '   ' })).toEqual(['/category']);
  });

  it('is a member that its neighbours ask for', () => {
    const evidence = [
      { id: 'a', type: 'url', name: 'Site' },
      { id: 'b', type: 'file', name: 'Deck' },
    ];
    expect(places('evidence_vault', { company_name: 'Katori', industry: 'media', stage: 'seed', evidence })).toEqual([
      '/evidence/0/url',
    ]);
    const issues = [{ id: 'i', type: 'contradiction', priority: 'low', title: 'Two prices', resolved: true }];
    expect(places('strategic_integrity', { issues })).toEqual(['/issues/0/resolution']);
  });

  it('is the member that an object asks for, where nothing of the object is there', () => {
    const statements = [{ id: 's', type: 'tagline', content: 'Know tonight. Fix tomorrow.' }];
    expect(places('positioning_statements', { statements })).toEqual(['/positioning/statement']);
  });

  it('is a box that must be ticked', () => {
    expect(places('market_intelligence', {})).toEqual(['/reviewed']);
    expect(places('market_intelligence', { reviewed: false })).toEqual(['/reviewed']);
    expect(places('market_intelligence', { reviewed: true })).toEqual([]);
  });

  it('is not what the server fills in by itself', () => {
    const data = { values: [{ id: 'v', value: 'Care' }], personality: [{ id: 'p', trait: 'Calm' }], tone: ['plain'] };
    expect(places('messaging_rules', data)).toEqual([]);
  });

  it('is a second item with the same member where each may stand once', () => {
    const channels = [
      { id: 'linkedin', tier: 'primary' },
      { id: 'linkedin', tier: 'avoid' },
    ];
    expect(places('channel_strategy', { channels, go_to_market: 'Call ten owners a week.' })).toEqual([
      '/channels/1/id',
    ]);
  });

  it('is one of a kind too many', () => {
    const evidence = Array.from({ length: 21 }, (_, n) => ({
      type: 'url',
      name: `L${n}`,
      url: `https://a.example/${n}`,
    }));
    const data = { company_name: 'Katori', industry: 'media', stage: 'seed', evidence };
    expect(faultsToComplete(fieldsOf('evidence_vault'), data)).toEqual([
      { pointer: '/evidence', message: 'Keep it to 20 of the kind url.' },
    ]);
  });

  it('tells a broken limit once, not as missing too', () => {
    expect(
      places('evidence_vault', {
        company_name: 'K',
        industry: 'media',
        stage: 'seed',
        evidence: [{ type: 'file', name: 'D' }],
      }),
    ).toEqual(['/company_name']);
  });
});

describe('what is sent', () => {
  it('is what the server would keep, so that a pause within a sentence changes nothing', () => {
    expect(tidy({ text: ' a  b ', empty: ' ', list: ['x', '', 'x ', 'y'], gone: null, inner: { t: '' } })).toEqual({
      text: 'a  b',
      list: ['x', 'y'],
      inner: {},
    });
  });

  it('leaves out half-typed values and their items stay where they are', () => {
    const data = {
      description: 'short',
      evidence: [
        { id: 'a', type: 'url', name: 'Site', url: 'site' },
        { id: 'b', type: 'url', name: 'Blog', url: 'https://b.example' },
      ],
    };
    expect(sift(fieldsOf('evidence_vault'))(data)).toEqual({
      held: ['/description', '/evidence/0/url'],
      sendable: {
        evidence: [
          { id: 'a', type: 'url', name: 'Site' },
          { id: 'b', type: 'url', name: 'Blog', url: 'https://b.example' },
        ],
      },
    });
  });

  it('leaves out what the server refused, and of a refused item nothing twice', () => {
    const refused = (pointer: string) =>
      pointer === '/tone/0' || pointer === '/values/0' || pointer === '/values/0/value';
    const data = {
      tone: ['odd', 'plain'],
      values: [
        { id: 'v', value: 'x' },
        { id: 'w', value: 'y' },
      ],
    };
    expect(sift(fieldsOf('messaging_rules'), refused)(data)).toEqual({
      held: ['/tone/0', '/values/0'],
      sendable: { tone: ['plain'], values: [{ id: 'w', value: 'y' }] },
    });
  });
});

describe('an address as it is stored', () => {
  it('begins with https:// where only that was left out', () => {
    expect(asAddress(' katori.example ')).toBe('https://katori.example');
    expect(asAddress('katori.example:8443/a?b')).toBe('https://katori.example:8443/a?b');
    expect(asAddress('कटोरी.भारत')).toBe('https://कटोरी.भारत');
  });

  it.each([
    '',
    'katori',
    'not yet',
    'http://katori.example',
    'meera@katori.example',
    'mailto:meera@katori.example',
    'ftp://a.b',
  ])('stays as it was typed: %s', (typed) => expect(asAddress(typed)).toBe(typed));
});
