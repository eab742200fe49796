import { type Item, text } from '../items';

/** An alternative beside our angle on it. Without `alternative` the angle is left over: its alternative was removed. */
export type Facing = { id: string; alternative?: Item; entry?: Item };

export function facing(alternatives: readonly Item[], leverage: readonly Item[]): Facing[] {
  const rows = alternatives.map((alternative) => ({
    id: alternative.id,
    alternative,
    entry: leverage.find((entry) => entry.alternative_id === alternative.id),
  }));
  const left = leverage.filter(
    (entry) => !alternatives.some((alternative) => alternative.id === text(entry.alternative_id)),
  );
  return [...rows, ...left.map((entry) => ({ id: entry.id, entry }))];
}
