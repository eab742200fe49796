/** The 23 steps by phase, as wide as their weights, so that a page can be drawn before anything is loaded. */
export const PHASES = [
  { numeral: 'I', title: 'Calibration', weights: [5, 3, 5, 2] },
  { numeral: 'II', title: 'Commerce', weights: [5] },
  { numeral: 'III', title: 'Intelligence', weights: [4, 4, 3] },
  { numeral: 'IV', title: 'Strategy', weights: [4, 5, 6, 4, 4] },
  { numeral: 'V', title: 'Messaging', weights: [5, 3, 5, 3, 4, 5] },
  { numeral: 'VI', title: 'Tactics', weights: [4, 3, 4, 2] },
] as const;

/** How high each terrace lies, in hundredths of the drawing. */
const LEVELS = [16, 28, 41, 54, 67, 80] as const;

export type Station = { number: number; from: number; to: number };
export type Terrace = { numeral: string; title: string; from: number; to: number; level: number; stations: Station[] };

/** Where everything stands, in hundredths of the width and height. */
export function terraces(): Terrace[] {
  const total = PHASES.flatMap((phase) => phase.weights).reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  let number = 0;
  return PHASES.map(({ numeral, title, weights }, index) => {
    const stations = weights.map((weight) => {
      const from = (reached / total) * 100;
      reached += weight;
      number += 1;
      return { number, from, to: (reached / total) * 100 };
    });
    const from = stations[0]?.from ?? 0;
    const to = stations.at(-1)?.to ?? 100;
    return { numeral, title, from, to, level: LEVELS[index] ?? 100, stations };
  });
}

/** The stepped outline from the ground on the left to the ground on the right. */
export function outline(drawn: readonly Terrace[]): string {
  return `M0 100${drawn.map(({ to, level }) => `V${100 - level}H${round(to)}`).join('')}V100`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
