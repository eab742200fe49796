import { describe, expect, it } from 'vitest';
import type { StepsDescription } from '@/api/onboarding';
import described from '@/test/steps.json';
import { indexed, placeName, ruleAt, titleOf } from './pointers';

const { steps } = described as unknown as StepsDescription;
const fields = steps.find(({ id }) => id === 'icp_profiles')?.fields ?? [];
const data = { icps: [{ id: 'a', name: 'Owner', pains: [{ id: 'p' }, { id: 'q' }] }] };

describe('pointers into a step', () => {
  it('lead by ids or by places to the same', () => {
    expect(indexed(data, '/icps/a/pains/q/severity')).toBe('/icps/0/pains/1/severity');
    expect(indexed(data, '/icps/0/pains/1/severity')).toBe('/icps/0/pains/1/severity');
  });

  it('find what the description says', () => {
    expect(ruleAt(fields, '/icps/0/pains/1/severity')).toMatchObject({ type: 'integer', maximum: 10 });
    expect(ruleAt(fields, '/icps/0/nothing')).toBeUndefined();
  });

  it('read as a founder would say them', () => {
    expect(placeName(fields, data, '/icps/a/pains/q/description')).toBe('Customer profiles 1, Pains 2, Pain');
  });
});

describe('the title of an item', () => {
  it('is its name, or the first words by which it is known', () => {
    expect(titleOf({ id: 'x', category: 'proof', label: 'Orders', value: '3,800' })).toBe('Orders');
    expect(titleOf({ id: 'x', value: 'Care' })).toBe('Care');
    expect(titleOf({ id: 'x' })).toBe('');
  });
});
