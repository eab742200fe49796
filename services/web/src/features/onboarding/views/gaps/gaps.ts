import type { Place } from '../map/plot';

export type Status = 'opportunity' | 'neutral' | 'crowded';
export type Gap = { density: number; score: number; status: Status };

/** Rivals this near crowd a place; exactly this far counts as near. */
export const REACH = 25;
const FULL = 100;
const EACH = 20;

/** How open a place is among the rivals of the chosen map, by the rule the server scores with; product 4.5, step 13. */
export function gapAt(place: Place, rivals: readonly Place[]): Gap {
  const density = rivals.filter((rival) => (rival.x - place.x) ** 2 + (rival.y - place.y) ** 2 <= REACH ** 2).length;
  return {
    density,
    score: Math.max(0, FULL - EACH * density),
    status: density === 0 ? 'opportunity' : density < 3 ? 'neutral' : 'crowded',
  };
}
