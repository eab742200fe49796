import { describe, expect, it } from 'vitest';
import type { Plan } from '@/api/payments';
import { alternative, freeMonths, price } from './plans';

const LIMITS = {
  moves_per_week: 3,
  campaigns: 3,
  icps: 3,
  team_seats: 1,
  storage_gb: 5,
  max_file_mb: 50,
  api_calls_per_hour: 100,
  ai_generations_per_day: 10,
};

const SOAR: Plan = {
  code: 'soar',
  name: 'Soar',
  rank: 3,
  popular: false,
  currency: 'INR',
  monthly_paise: 1_000_000,
  yearly_paise: 10_000_000,
  features: [],
  limits: LIMITS,
};

describe('plans', () => {
  it('a year costs what the plan says', () => expect(price(SOAR, 'yearly')).toBe(10_000_000));

  it('ten months paid for a year are two months free', () => expect(freeMonths(SOAR)).toBe('Two months free'));

  it('a year at the full price frees nothing', () =>
    expect(freeMonths({ ...SOAR, yearly_paise: 12_000_000 })).toBeUndefined());

  it('the other way to pay is told with Indian grouping', () => {
    expect(alternative(SOAR, 'monthly')).toBe('Or ₹1,00,000 a year, two months free');
    expect(alternative(SOAR, 'yearly')).toBe('Instead of ₹1,20,000 paid by the month');
  });
});
