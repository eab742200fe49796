/** What each path asks for, in the order of the drawing; product 4.5, step 9. Levels count from 1. */
export const PATHS = [
  {
    path: 'safe',
    says: 'Join a category that buyers already search for.',
    effort: 1,
    education: 1,
    pricing: 'Commodity',
    price: 1,
  },
  {
    path: 'clever',
    says: 'Narrow a known category to the part you own.',
    effort: 2,
    education: 2,
    pricing: 'Premium',
    price: 2,
  },
  {
    path: 'bold',
    says: 'Name a category that does not exist yet.',
    effort: 3,
    education: 3,
    pricing: 'Luxury',
    price: 3,
  },
] as const;

export type Path = (typeof PATHS)[number];

export const LEVELS = ['Low', 'Medium', 'High'] as const;

/** The category that goes along when a path is chosen: a name of the founder's own stays. */
export function categoryFor(proposed: string, current: string, proposals: readonly string[]): string {
  return proposed && (current.trim() === '' || proposals.includes(current)) ? proposed : current;
}
