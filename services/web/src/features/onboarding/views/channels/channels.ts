import type { Doc } from '@/lib/autosave/merge3';
import { type Item, text } from '../items';

export const TIERS = ['primary', 'secondary', 'tertiary', 'avoid'] as const;
export type Tier = (typeof TIERS)[number];

export const MOST_PRIMARY = 3;
const OWNED: readonly string[] = ['newsletter', 'seo_blog'];

export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}

/** The channel in its tier; one that was not placed before gets its defaults, `undefined` takes it off the board. */
export function placed(channels: readonly Item[], id: string, tier: Tier | undefined): Doc[] {
  if (!tier) return channels.filter((channel) => channel.id !== id);
  return channels.some((channel) => channel.id === id)
    ? channels.map((channel) => (channel.id === id ? { ...channel, tier } : channel))
    : [...channels, { id, tier, is_owned: OWNED.includes(id) }];
}

/** What to say about a move: lifting from avoid to primary is worth a second thought. */
export function warningOf(before: Item | undefined, tier: Tier | undefined): boolean {
  return before?.tier === 'avoid' && tier === 'primary';
}

export function inTier(channels: readonly Item[], tier: Tier): Item[] {
  return channels.filter((channel) => channel.tier === tier);
}

/** What is wrong with the number of primary channels, if anything. */
export function primaryRule(channels: readonly Item[]): string | undefined {
  const there = channels.filter((channel) => text(channel.tier) === 'primary').length;
  if (there === 0) return 'Make one to three channels primary: they get most of the effort.';
  return there > MOST_PRIMARY
    ? `${there} channels are primary. Keep to three, so that each gets enough effort to work.`
    : undefined;
}
