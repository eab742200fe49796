import { describe, expect, it } from 'vitest';
import { merge3, valueAt, withValue } from './merge3';

const a = { id: 'a', name: 'Asha', pains: ['late'] };
const b = { id: 'b', name: 'Bela' };
const c = { id: 'c', name: 'Chitra' };

describe('a three-way merge', () => {
  it('takes each member from the side that changed it', () => {
    const { merged, conflicts } = merge3({ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 1, y: 3, z: 4 });
    expect(merged).toEqual({ x: 2, y: 3, z: 4 });
    expect(conflicts).toEqual([]);
  });

  it('asks only about what both changed', () => {
    const { merged, conflicts } = merge3(
      { x: 'was', o: { p: 1, q: 1 } },
      { x: 'mine', o: { p: 2, q: 1 } },
      { x: 'theirs', o: { p: 1, q: 2 } },
    );
    expect(merged).toEqual({ x: 'mine', o: { p: 2, q: 2 } });
    expect(conflicts).toEqual([{ pointer: '/x', mine: 'mine', theirs: 'theirs' }]);
  });

  it('merges lists of items item by item', () => {
    const mine = { list: [{ ...a, name: 'Asha R' }, b] };
    const theirs = { list: [{ ...a, pains: ['late', 'dear'] }, c, b] };
    expect(merge3({ list: [a, b] }, mine, theirs)).toEqual({
      merged: { list: [{ ...a, name: 'Asha R', pains: ['late', 'dear'] }, c, b] },
      conflicts: [],
    });
  });

  it('removes what one side removed, unless the other changed it meanwhile', () => {
    expect(merge3({ list: [a, b] }, { list: [a] }, { list: [a, b] }).merged).toEqual({ list: [a] });
    expect(merge3({ list: [a, b] }, { list: [a, b] }, { list: [b] }).merged).toEqual({ list: [b] });
    const changed = { ...b, name: 'Bela S' };
    expect(merge3({ list: [a, b] }, { list: [a] }, { list: [a, changed] }).merged).toEqual({ list: [a, changed] });
    expect(merge3({ list: [a, b] }, { list: [a, changed] }, { list: [a] }).merged).toEqual({ list: [a, changed] });
  });

  it.each([
    ['added on both sides', ['a', 'b'], ['a', 'mine', 'b'], ['a', 'b', 'theirs'], ['a', 'mine', 'b', 'theirs']],
    ['removed on both sides', ['a', 'b', 'c'], ['b', 'c'], ['a', 'b'], ['b']],
    ['reworded on one side, added on the other', ['a'], ['a, said better'], ['a', 'b'], ['a, said better', 'b']],
    ['the same added on both sides', [], ['x', 'y'], ['y', 'z'], ['x', 'y', 'z']],
  ])('merges lists of texts by what they say: %s', (_, base, mine, theirs, list) => {
    expect(merge3({ list: base }, { list: mine }, { list: theirs })).toEqual({ merged: { list }, conflicts: [] });
  });

  it('asks about a list in which both reworded the same text', () => {
    const { merged, conflicts } = merge3({ list: ['a', 'b'] }, { list: ['a1', 'b'] }, { list: ['a2', 'b'] });
    expect(merged).toEqual({ list: ['a1', 'b'] });
    expect(conflicts).toEqual([{ pointer: '/list', mine: ['a1', 'b'], theirs: ['a2', 'b'] }]);
  });

  it('names a conflict inside an item by the id of the item', () => {
    const { conflicts } = merge3({ list: [a] }, { list: [{ ...a, name: '1' }] }, { list: [{ ...a, name: '2' }] });
    expect(conflicts).toEqual([{ pointer: '/list/a/name', mine: '1', theirs: '2' }]);
  });
});

describe('a pointer', () => {
  it('reads and writes by item id, whatever the order', () => {
    const doc = { list: [b, a] };
    expect(valueAt(doc, '/list/a/name')).toBe('Asha');
    expect(withValue(doc, '/list/a/name', 'Anu')).toEqual({ list: [b, { ...a, name: 'Anu' }] });
    expect(withValue(doc, '/list/b', undefined)).toEqual({ list: [a] });
    expect(withValue({}, '/tam/value', 5)).toEqual({ tam: { value: 5 } });
  });
});
