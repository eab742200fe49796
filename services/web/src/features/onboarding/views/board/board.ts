import type { Json } from '@/lib/autosave/merge3';
import { type Item, text } from '../items';

export type Decision = 'focus' | 'sacrifice';

const FORCED: Partial<Record<string, Record<Decision, readonly string[]>>> = {
  bold: { focus: ['early-stage'], sacrifice: ['enterprise', 'custom reports'] },
  safe: { focus: ['enterprise', 'custom reports'], sacrifice: ['early-stage'] },
};

/** What the path of step 9 decides about an item; the server's word first. */
export function forcedDecision(item: Item, path: Json | undefined): Decision | undefined {
  if (item.forced_decision === 'focus' || item.forced_decision === 'sacrifice') return item.forced_decision;
  const forced = FORCED[text(path)];
  const name = text(item.item).trim().toLowerCase();
  if (forced?.focus.includes(name)) return 'focus';
  return forced?.sacrifice.includes(name) ? 'sacrifice' : undefined;
}

export type Board = Record<Decision | 'undecided', Item[]>;

export function boardOf(items: readonly Item[], path: Json | undefined): Board {
  const board: Board = { undecided: [], focus: [], sacrifice: [] };
  for (const item of items) {
    const decision = forcedDecision(item, path) ?? item.decision;
    board[decision === 'focus' || decision === 'sacrifice' ? decision : 'undecided'].push(item);
  }
  return board;
}

/** What is missing before the board is complete. */
export function lackOf(board: Board): string | undefined {
  if (board.undecided.length > 0) return undefined;
  if (board.focus.length === 0) return 'Put at least one item into focus.';
  if (board.sacrifice.length === 0) return 'Give up at least one item: a focus without a sacrifice is a wish.';
  return undefined;
}
