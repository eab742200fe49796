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
