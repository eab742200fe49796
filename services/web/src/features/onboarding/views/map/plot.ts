/** A place on a map: percent from the left and from the bottom. */
export type Place = { x: number; y: number };

const FULL = 100;

export function within({ x, y }: Place): Place {
  const clamp = (value: number) => Math.min(FULL, Math.max(0, Math.round(value)));
  return { x: clamp(x), y: clamp(y) };
}

const MOVES: Partial<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

/** Where an arrow key takes a point: by 1, with shift by 10; undefined for other keys. */
export function nudged(place: Place, key: string, shift: boolean): Place | undefined {
  const move = MOVES[key];
  const by = shift ? 10 : 1;
  return move && within({ x: place.x + move.x * by, y: place.y + move.y * by });
}

/** Where a pointer is on the map. */
export function placeOf(pointer: { clientX: number; clientY: number }, box: DOMRect): Place {
  return within({
    x: ((pointer.clientX - box.left) / box.width) * FULL,
    y: ((box.bottom - pointer.clientY) / box.height) * FULL,
  });
}

export type Side = 'right' | 'left' | 'above' | 'below';

/** Half of what a name takes up across and down, in percent of the map. */
const ACROSS = 26;
const DOWN = 6;

/** The side of each point on which its name stands, so that names keep clear of other points and of the edges. */
export function sides(points: readonly Place[]): Side[] {
  return points.map((point, index) => {
    const free = (side: Side) =>
      points.every((other, at) => {
        if (at === index) return true;
        const across = other.x - point.x;
        const down = other.y - point.y;
        if (side === 'right') return !(across >= 0 && across < ACROSS && Math.abs(down) < DOWN);
        if (side === 'left') return !(across <= 0 && across > -ACROSS && Math.abs(down) < DOWN);
        if (side === 'above') return !(Math.abs(across) < ACROSS / 2 && down >= 0 && down < DOWN * 2);
        return !(Math.abs(across) < ACROSS / 2 && down <= 0 && down > -DOWN * 2);
      });
    const outward: Side[] = point.x > 60 ? ['left', 'above', 'below'] : ['right', 'above', 'below'];
    return outward.find(free) ?? outward[0] ?? 'right';
  });
}
