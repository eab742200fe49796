import type { Choice } from '@/components/ui/Select';
import { term } from '@/lib/bcm/readable';

const INDUSTRIES = [
  'technology',
  'healthcare',
  'finance',
  'retail',
  'manufacturing',
  'education',
  'real_estate',
  'entertainment',
  'food_beverage',
  'transportation',
  'energy',
  'consulting',
  'media',
  'agriculture',
  'construction',
  'other',
] as const;

export const INDUSTRY_CHOICES: Choice[] = INDUSTRIES.map((value) => ({
  value,
  label: term(value),
}));
