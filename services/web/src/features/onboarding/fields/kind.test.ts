import { expect, it } from 'vitest';
import type { StepField } from '@/api/onboarding';
import { kindOf } from './kind';

const whole = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum }) as StepField;

it.each([
  ['a percentage', whole(0, 100), 'scale'],
  ['a score', whole(1, 10), 'scale'],
  ['a year', whole(2000, 2100), 'number'],
  ['a count', whole(0, 60), 'number'],
])('%s is asked for by what it means, not by how wide it is', (_, rule, kind) => expect(kindOf(rule)).toBe(kind));
