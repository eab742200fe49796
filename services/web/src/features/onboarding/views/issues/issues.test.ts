import { describe, expect, it } from 'vitest';
import { inOrder, lacking, openCritical } from './issues';

const LIST = [
  { id: 'low', priority: 'low' },
  { id: 'done', priority: 'critical', resolved: true },
  { id: 'critical', priority: 'critical' },
  { id: 'high', priority: 'high', resolved: false },
];

describe('issues', () => {
  it('puts open critical ones first and resolved ones last', () => {
    expect(inOrder(LIST).map((issue) => issue.id)).toEqual(['critical', 'high', 'low', 'done']);
  });

  it('counts a critical one as open until it is resolved', () => {
    expect(openCritical(LIST).map((issue) => issue.id)).toEqual(['critical']);
  });

  it('takes a resolution from ten characters on, as a reader counts them', () => {
    expect(lacking(' 410 is ok ')).toBe('Say in at least 10 characters what holds and why.');
    expect(lacking('410 is right')).toBeUndefined();
  });
});
