import { describe, expect, it } from 'vitest';
import { boardOf, forcedDecision, lackOf } from './board';

const ITEMS = [
  { id: '1', item: 'Hotel chains', decision: 'sacrifice' },
  { id: '2', item: 'Enterprise' },
  { id: '3', item: 'Evening sheet', decision: 'focus' },
  { id: '4', item: 'Events' },
];

describe('the board of focus and sacrifice', () => {
  it('sorts items by their decision and leaves the others undecided', () => {
    const board = boardOf(ITEMS, 'clever');
    expect([board.undecided, board.focus, board.sacrifice].map((column) => column.map((item) => item.id))).toEqual([
      ['2', '4'],
      ['3'],
      ['1'],
    ]);
  });

  it('puts forced items where the path puts them', () => {
    expect(boardOf(ITEMS, 'bold').sacrifice.map((item) => item.id)).toEqual(['1', '2']);
    expect(boardOf(ITEMS, 'safe').focus.map((item) => item.id)).toEqual(['2', '3']);
    expect(forcedDecision({ id: '1', item: 'Anything', forced_decision: 'focus' }, 'clever')).toBe('focus');
  });

  it('says what is missing once everything is decided', () => {
    expect(lackOf(boardOf(ITEMS, 'clever'))).toBeUndefined();
    expect(lackOf(boardOf([{ id: '1', decision: 'focus' }], 'clever'))).toContain('Give up at least one');
    expect(lackOf(boardOf([{ id: '1', decision: 'sacrifice' }], 'clever'))).toContain('into focus');
  });
});
