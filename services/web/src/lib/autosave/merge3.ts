/** A value as it travels. An absent member is `undefined`, never null. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type Doc = { [key: string]: Json | undefined };

/** Both sides changed the same place, differently. */
export type Conflict = { pointer: string; mine: Json | undefined; theirs: Json | undefined };
export type Merge = { merged: Doc; conflicts: Conflict[] };

type Item = string | { id: string; [key: string]: Json | undefined };

export const same = (a: unknown, b: unknown): boolean => stable(a) === stable(b);

/** The members' order says nothing. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) =>
      isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
    ) ?? ''
  );
}

function isObject(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an item of a list is known by: its id, or itself when it is a text. */
function keyOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  return isObject(item) && typeof item.id === 'string' ? item.id : undefined;
}

function isItems(value: unknown): value is Item[] {
  return Array.isArray(value) && value.every((item) => keyOf(item) !== undefined);
}

/**
 * Three-way merge, member by member; lists of texts and of items with ids are merged item by item. What only one side changed is taken
 * from that side; where both did, `mine` stands in the result and a conflict tells of it. An item that one side removed and the other
 * changed stays: nobody's words are dropped silently.
 */
export function merge3(base: Doc, mine: Doc, theirs: Doc): Merge {
  const conflicts: Conflict[] = [];
  const merged = members('', base, mine, theirs, conflicts);
  return { merged, conflicts };
}

function value(
  pointer: string,
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  conflicts: Conflict[],
): Json | undefined {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isObject(mine) && isObject(theirs)) {
    return members(pointer, isObject(base) ? base : {}, mine, theirs, conflicts);
  }
  if (isItems(mine) && isItems(theirs)) {
    const before = isItems(base) ? base : [];
    if (!bothReworded(before, mine, theirs)) return items(pointer, before, mine, theirs, conflicts);
  }
  conflicts.push({ pointer, mine, theirs });
  return mine;
}

function members(pointer: string, base: Doc, mine: Doc, theirs: Doc, conflicts: Conflict[]): Doc {
  const merged: Doc = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const kept = value(`${pointer}/${key}`, base[key], mine[key], theirs[key], conflicts);
    if (kept !== undefined) merged[key] = kept;
  }
  return merged;
}

/** The item that is the same one, whatever has become of it. */
const find = (list: readonly Item[], item: Item | undefined) => list.find((other) => keyOf(other) === keyOf(item));

/** A text that both sides changed is gone from both, and nobody can tell which of the new ones stands for it. */
function bothReworded(base: Item[], mine: Item[], theirs: Item[]): boolean {
  const gone = (item: Item) => typeof item === 'string' && !mine.includes(item) && !theirs.includes(item);
  const adds = (list: Item[]) => list.some((item) => find(base, item) === undefined);
  return base.some(gone) && adds(mine) && adds(theirs);
}

function items(pointer: string, base: Item[], mine: Item[], theirs: Item[], conflicts: Conflict[]): Item[] {
  const merged: Item[] = [];
  for (const item of mine) {
    const before = find(base, item);
    const other = find(theirs, item);
    if (other === undefined && before !== undefined && same(before, item)) continue;
    const kept = other === undefined ? item : value(`${pointer}/${keyOf(item)}`, before, item, other, conflicts);
    if (isItems([kept])) merged.push(kept as Item);
  }
  for (const [index, item] of theirs.entries()) {
    if (find(mine, item) !== undefined) continue;
    const before = find(base, item);
    if (before !== undefined && same(before, item)) continue;
    const after = find(merged, theirs[index - 1]);
    const place = after === undefined ? -1 : merged.indexOf(after);
    merged.splice(place < 0 && index > 0 ? merged.length : place + 1, 0, item);
  }
  return merged;
}

/** Puts a value at a pointer whose list steps are item ids or indexes. */
export function withValue(doc: Doc, pointer: string, to: Json | undefined): Doc {
  return place(doc, pointer.split('/').slice(1), to) as Doc;
}

function place(at: Json | undefined, path: string[], to: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(at)) {
    const byId = at.findIndex((item) => isObject(item) && item.id === key);
    const index = byId >= 0 ? byId : Number(key);
    const next = place(at[index], rest, to);
    return next === undefined ? at.toSpliced(index, 1) : at.with(index, next);
  }
  const holder = isObject(at) ? at : {};
  const { [key]: before, ...others } = holder;
  const next = place(before, rest, to);
  return next === undefined ? others : { ...holder, [key]: next };
}

/** The value at a pointer whose list steps are item ids or indexes. */
export function valueAt(doc: Json | undefined, pointer: string): Json | undefined {
  let at: Json | undefined = doc;
  for (const key of pointer.split('/').slice(1)) {
    if (Array.isArray(at)) at = at.find((item) => isObject(item) && item.id === key) ?? at[Number(key)];
    else at = isObject(at) ? at[key] : undefined;
  }
  return at;
}
