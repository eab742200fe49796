import { describe, expect, it } from 'vitest';
import type { StepField } from '@/api/onboarding';
import steps from '@/test/steps.json';
import { openPoints, summaryOf } from './summary';

const fieldsOf = (n: number) => (steps.steps.find((step) => step.number === n)?.fields ?? []) as StepField[];
const said = (n: number, data: Parameters<typeof summaryOf>[1]) => summaryOf(n, data, fieldsOf(n));

describe('the summary of a step', () => {
  it('says what was decided, not how', () => {
    expect(said(9, { category: 'Evening cost control', selected_path: 'clever' })).toEqual([
      'Evening cost control',
      'Path: Clever',
    ]);
    expect(said(3, { issues: [] })).toEqual(['No clash noted']);
    expect(said(1, { company_name: 'Katori', industry: 'technology', stage: 'seed', evidence: [{}, {}] })).toEqual([
      'Katori, Technology, Seed',
      '2 pieces of evidence',
    ]);
    expect(said(21, { tam: { value: 6_500_000_000 } })).toEqual(['TAM ₹6,50,00,00,000 (650 crore)']);
  });

  it('says nothing of a step without answers', () => {
    expect(said(14, {})).toEqual([]);
    expect(said(23, {})).toEqual([]);
  });
});

describe('open points', () => {
  it('name what a careful reader would ask about, with the step', () => {
    const answers = (n: number) =>
      ({
        3: {
          issues: [
            { id: '1', title: 'Outlet count' },
            { id: '2', title: 'Price', resolved: true },
          ],
        },
        10: { capabilities: [{ id: '1', name: 'Bill reader', rating: 'only_you', verified: false }] },
        19: { soundbites: [{ id: '1', status: 'draft' }] },
      })[n] ?? {};
    expect(openPoints(answers)).toEqual([
      { n: 3, words: 'Not resolved: Outlet count' },
      { n: 10, words: 'Claimed without proof: Bill reader' },
      { n: 19, words: '1 soundbite is not approved and will not be used' },
    ]);
  });
});
