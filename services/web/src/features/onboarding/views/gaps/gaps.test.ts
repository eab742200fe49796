import { describe, expect, it } from 'vitest';
import { gapAt } from './gaps';

const at = (x: number, y: number) => ({ x, y });

describe('gaps of a map', () => {
  it('are opportunities where no rival is near', () => {
    expect(gapAt(at(90, 90), [at(10, 10)])).toEqual({ density: 0, score: 100, status: 'opportunity' });
  });

  it('count a rival exactly 25 away as near', () => {
    expect(gapAt(at(50, 50), [at(75, 50), at(35, 30)])).toEqual({ density: 2, score: 60, status: 'neutral' });
    expect(gapAt(at(50, 50), [at(76, 50)]).density).toBe(0);
  });

  it('are crowded from three rivals on, and never score below nothing', () => {
    const six = Array.from({ length: 6 }, () => at(50, 50));
    expect(gapAt(at(50, 50), six)).toEqual({ density: 6, score: 0, status: 'crowded' });
    expect(gapAt(at(50, 50), six.slice(0, 3)).status).toBe('crowded');
  });
});
