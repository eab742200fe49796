import { type Item, items, number, text } from '../items';
import type { Point } from './MapPlot';

export const US = 'us';
const MIDDLE = 50;

export function pointsOf(option: Item): Point[] {
  return [
    { id: US, name: 'Us', kind: 'us', x: number(option.x_value) ?? MIDDLE, y: number(option.y_value) ?? MIDDLE },
    ...items(option.competitors).map(
      (rival): Point => ({
        id: rival.id,
        name: text(rival.name),
        kind: 'rival',
        x: number(rival.x) ?? MIDDLE,
        y: number(rival.y) ?? MIDDLE,
      }),
    ),
  ];
}
