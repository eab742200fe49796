import { codePoints } from '@/lib/format';
import type { Place } from './plot';

/** Width and height of the map, in rem like everything here. */
export type Size = { width: number; height: number };
/** Where a name stands beside its point, which way it reaches above and below, and whether it is cut to one line. */
export type Spot = { side: 'right' | 'left' | 'above' | 'below'; reach?: 'start' | 'end'; short?: boolean };

type Named = Place & { name: string };
type Box = { left: number; right: number; bottom: number; top: number };

/** Half of a point's mark, and its distance to the name. */
const MARK = 0.625;
const GAP = 1;
/** From a point to the end of a name that reaches away from it. */
const OVERHANG = 0.5;
/** A name takes three lines of this length at most. A letter is given what fits a wide one, and the words that do not fill their line. */
const LETTER = 0.55;
const LINE = 1;
const LONGEST = 7.5;
const MOST_LINES = 3;

const SIDES: readonly Spot[] = [
  { side: 'right' },
  { side: 'left' },
  { side: 'above' },
  { side: 'below' },
  { side: 'above', reach: 'start' },
  { side: 'above', reach: 'end' },
  { side: 'below', reach: 'start' },
  { side: 'below', reach: 'end' },
];
const SPOTS = [...SIDES, ...SIDES.map((side) => ({ ...side, short: true }))];

/**
 * A spot for each point's name, in which it covers no point and no other name and keeps inside the map; the first points choose first.
 * Where there is none the name stays away until its point is used.
 */
export function labelSpots(points: readonly Named[], map: Size): (Spot | undefined)[] {
  const taken = points.map((point) => around(centreOf(point, map), MARK));
  return points.map((point, index) => {
    const others = taken.filter((_, other) => other !== index);
    const spot = SPOTS.find((candidate) => {
      const box = labelBox(point, candidate, map);
      return isInside(box, map) && others.every((other) => !overlap(box, other));
    });
    if (spot) taken.push(labelBox(point, spot, map));
    return spot;
  });
}

/** What a name covers at most when it stands at a spot. */
export function labelBox(point: Named, { side, reach, short }: Spot, map: Size): Box {
  const { x, y } = centreOf(point, map);
  const length = codePoints(point.name) * LETTER;
  const width = Math.min(LONGEST, length);
  const height = LINE * Math.min(short ? 1 : MOST_LINES, Math.ceil(length / LONGEST));
  if (side === 'right' || side === 'left') {
    const left = side === 'right' ? x + GAP : x - GAP - width;
    return { left, right: left + width, bottom: y - height / 2, top: y + height / 2 };
  }
  const left = reach === 'start' ? x - OVERHANG : reach === 'end' ? x + OVERHANG - width : x - width / 2;
  const bottom = side === 'above' ? y + GAP : y - GAP - height;
  return { left, right: left + width, bottom, top: bottom + height };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

function isInside(box: Box, map: Size): boolean {
  return box.left >= 0 && box.right <= map.width && box.bottom >= 0 && box.top <= map.height;
}

function centreOf({ x, y }: Place, map: Size): Place {
  return { x: (x / 100) * map.width, y: (y / 100) * map.height };
}

function around({ x, y }: Place, by: number): Box {
  return { left: x - by, right: x + by, bottom: y - by, top: y + by };
}
