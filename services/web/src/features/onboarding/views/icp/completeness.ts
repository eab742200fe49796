import { codePoints } from '@/lib/format';
import { count, type Item, items, text } from '../items';

/** What makes a profile complete, and how much each part adds; the rule the manifest ranks profiles by (product 5.4). */
const TEXTS = [
  { name: 'name', says: 'a name' },
  { name: 'description', says: 'a description' },
  { name: 'company_size', says: 'a company size' },
  { name: 'vertical', says: 'a vertical' },
] as const;
const EACH_TEXT = 0.5;
const LISTS = [
  { name: 'pains', one: 'pain', each: 0.5, most: 1.5 },
  { name: 'goals', one: 'goal', each: 0.5, most: 1.5 },
  { name: 'objections', one: 'objection', each: 0.3, most: 1 },
  { name: 'triggers', one: 'trigger', each: 0.3, most: 1 },
] as const;
const WHOLE = 6;

export type Completeness = { share: number; missing: string[] };

export function completenessOf(icp: Item): Completeness {
  const missing: string[] = [];
  let sum = 0;
  for (const { name, says } of TEXTS) {
    if (codePoints(text(icp[name]).trim()) > 0) sum += EACH_TEXT;
    else missing.push(says);
  }
  for (const { name, one, each, most } of LISTS) {
    const there = items(icp[name]).length;
    sum += Math.min(most, there * each);
    const wanted = Math.ceil(most / each) - there;
    if (wanted > 0) missing.push(there > 0 ? `${wanted} more ${wanted === 1 ? one : `${one}s`}` : count(wanted, one));
  }
  if (sum >= WHOLE) return { share: 1, missing: [] };
  return { share: Math.round((sum / WHOLE) * 100) / 100, missing };
}

/** The profile that leads the manifest: the most complete one, the first of equals. */
export function primaryOf(icps: readonly Item[]): string | undefined {
  let best: { id: string; share: number } | undefined;
  for (const icp of icps) {
    const { share } = completenessOf(icp);
    if (!best || share > best.share) best = { id: icp.id, share };
  }
  return best?.id;
}
