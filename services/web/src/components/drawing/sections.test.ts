import { describe, expect, it } from 'vitest';
import published from '@/test/steps.json';
import { outline, PHASES, terraces } from './sections';

describe('the section drawing', () => {
  it('agrees with the published steps', () => {
    const steps = published.phases.map(({ numeral, title, steps: numbers }) => ({
      numeral,
      title,
      weights: numbers.map((number) => published.steps.find((step) => step.number === number)?.weight),
    }));
    expect(PHASES).toEqual(steps);
  });

  it('spans the whole width without a gap, and only rises', () => {
    const stations = terraces().flatMap((terrace) => terrace.stations);
    expect(stations).toHaveLength(23);
    expect(stations[0]?.from).toBe(0);
    expect(stations.at(-1)?.to).toBeCloseTo(100);
    for (const [index, station] of stations.slice(1).entries()) expect(station.from).toBe(stations[index]?.to);
    const levels = terraces().map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });

  it('ends on the ground', () => expect(outline(terraces())).toMatch(/^M0 100.*H100V100$/));
});
