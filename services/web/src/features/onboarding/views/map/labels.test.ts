import { describe, expect, it } from 'vitest';
import { labelBox, labelSpots, overlap } from './labels';

const PHONE = { width: 18, height: 19 };
const DESK = { width: 48, height: 30 };

const named = (name: string, x: number, y: number) => ({ name, x, y });

/** The boxes of the names that are shown. */
function shown(points: ReturnType<typeof named>[], map: typeof PHONE) {
  return labelSpots(points, map).flatMap((spot, index) => {
    const point = points[index];
    return spot && point ? [labelBox(point, spot, map)] : [];
  });
}

describe('names on a map', () => {
  it('stand to the right, near the right edge to the left', () => {
    expect(labelSpots([named('Spreadsheets', 40, 30)], PHONE)).toEqual([{ side: 'right' }]);
    expect(labelSpots([named('Spreadsheets', 90, 30)], PHONE)).toEqual([{ side: 'left' }]);
  });

  it('give way to a point beside them', () => {
    expect(labelSpots([named('DineDesk', 50, 50), named('StockChef', 60, 50)], PHONE)[0]).toEqual({ side: 'left' });
  });

  it('reach inwards above a point in a corner', () => {
    const points = [named('पहाड़ी दाना', 4, 50), named('Near', 12, 50)];
    expect(labelSpots(points, PHONE)[0]).toEqual({ side: 'above', reach: 'start' });
  });

  it.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ])('never cover each other, even where all points are near each other, on %s', (_, map) => {
    const names = [
      'Us',
      'Spreadsheets and WhatsApp groups',
      'DineDesk Inventory',
      'राष्ट्रीय सहकारी विपणन संघ मर्यादित',
      'StockChef',
    ];
    const points = Array.from({ length: 13 }, (_, at) =>
      named(names[at % names.length] ?? '', 35 + ((at * 37) % 30), 40 + ((at * 53) % 25)),
    );
    const boxes = shown(points, map);
    expect(boxes.length).toBeGreaterThan(2);
    for (const [index, box] of boxes.entries()) {
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(map.width);
    }
  });

  it('are cut to a line where there is no room for more', () => {
    const long = 'A name that takes three lines when it has the room';
    expect(labelSpots([named(long, 50, 5), named('', 40, 15), named('', 60, 15)], PHONE)[0]).toMatchObject({
      short: true,
    });
  });

  it('stay away where every spot is taken', () => {
    const points = Array.from({ length: 9 }, () => named('A name of some length', 50, 50));
    expect(labelSpots(points, PHONE)).toContain(undefined);
  });
});
