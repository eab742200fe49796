import { describe, expect, it } from 'vitest';
import type { ManifestContent } from '@/api/context';
import { CONTENT, LEAN } from '@/test/bcm';
import { difference } from './difference';
import { amount, readable } from './readable';

describe('the difference of two versions', () => {
  it('is nothing when they say the same, whatever the build says of itself', () => {
    const rebuilt: ManifestContent = { ...CONTENT, meta: { source: 'rebuild', token_estimate: 1100 } };
    expect(difference(CONTENT, rebuilt)).toEqual([]);
  });

  it('shows a single text as what it was and what it is now', () => {
    const after = { ...CONTENT, foundation: { ...CONTENT.foundation, value_prop: 'Food cost tonight.' } };
    expect(difference(CONTENT, after)).toEqual([
      {
        title: 'Company',
        fields: [
          {
            title: 'Value proposition',
            changes: [{ kind: 'changed', from: 'Food cost the same evening.', to: 'Food cost tonight.' }],
          },
        ],
      },
    ]);
  });

  it('pairs lines of a list that are about the same thing and tells the others apart', () => {
    const after: ManifestContent = {
      ...CONTENT,
      messaging: {
        taglines: ['Fix tomorrow.'],
        key_messages: [
          { title: 'Tonight', content: 'The cost before the market opens.' },
          { title: 'Nobody types', content: 'A photo is enough.' },
        ],
      },
    };
    expect(difference(CONTENT, after)).toEqual([
      {
        title: 'Messaging',
        fields: [
          {
            title: 'Taglines',
            changes: [
              { kind: 'removed', from: 'Know tonight.' },
              { kind: 'added', to: 'Fix tomorrow.' },
            ],
          },
          {
            title: 'Key messages',
            changes: [
              {
                kind: 'changed',
                from: 'Tonight: The cost on the evening the bill arrives.',
                to: 'Tonight: The cost before the market opens.',
              },
              { kind: 'added', to: 'Nobody types: A photo is enough.' },
            ],
          },
        ],
      },
    ]);
  });

  it('shows a group that is gone as removed lines', () => {
    const { channels: _, ...after } = CONTENT;
    expect(difference(CONTENT, after)).toEqual([
      { title: 'Channels', fields: [{ title: 'Primary', changes: [{ kind: 'removed', from: 'LinkedIn' }] }] },
    ]);
  });

  it('names another primary customer', () => {
    const second = { segment: 'Chef', pain_points: ['No time'] };
    const before: ManifestContent = { ...CONTENT, icps: [...(CONTENT.icps ?? []), second] };
    const after: ManifestContent = { ...CONTENT, icps: [second, ...(CONTENT.icps ?? [])] };
    expect(difference(before, after)).toEqual([
      {
        title: 'Customers',
        fields: [{ title: 'Primary customer', changes: [{ kind: 'changed', from: 'Group owner', to: 'Chef' }] }],
      },
    ]);
  });
});

describe('the manifest in words', () => {
  it('leaves out what is empty', () => {
    expect(readable(LEAN).map((group) => group.title)).toEqual(['Company']);
    expect(readable({ ...LEAN, brand: { values: [], tone: [''] }, goals: {} })).toHaveLength(1);
  });

  it.each([
    [5_200_000_000, 'INR', '₹520 crore'],
    [12_500_000, 'INR', '₹1.3 crore'],
    [250_000, undefined, '₹2.5 lakh'],
    [99_999, 'INR', '₹99,999'],
    [5_200_000_000, 'USD', '$5.2B'],
    [1000, 'nonsense', '1,000 nonsense'],
  ])('%d %s is %s', (value, currency, text) => expect(amount(value, currency)).toBe(text));
});
