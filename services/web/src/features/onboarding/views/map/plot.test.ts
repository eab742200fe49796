import { describe, expect, it } from 'vitest';
import { nudged, placeOf, within } from './plot';

describe('places on a map', () => {
  it('moves by one with an arrow key and by ten with shift', () => {
    expect(nudged({ x: 50, y: 50 }, 'ArrowUp', false)).toEqual({ x: 50, y: 51 });
    expect(nudged({ x: 50, y: 50 }, 'ArrowLeft', true)).toEqual({ x: 40, y: 50 });
  });

  it('stops at the edges', () => {
    expect(nudged({ x: 95, y: 3 }, 'ArrowRight', true)).toEqual({ x: 100, y: 3 });
    expect(nudged({ x: 95, y: 3 }, 'ArrowDown', true)).toEqual({ x: 95, y: 0 });
    expect(within({ x: -4, y: 130 })).toEqual({ x: 0, y: 100 });
  });

  it('leaves other keys alone', () => {
    expect(nudged({ x: 1, y: 1 }, 'Tab', false)).toBeUndefined();
  });

  it('measures a pointer from the left and from the bottom, in whole percent', () => {
    const box = { left: 100, bottom: 300, width: 400, height: 200 } as DOMRect;
    expect(placeOf({ clientX: 200, clientY: 250 }, box)).toEqual({ x: 25, y: 25 });
    expect(placeOf({ clientX: 0, clientY: 0 }, box)).toEqual({ x: 0, y: 100 });
  });
});
