import type { Doc, Json } from '@/lib/autosave/merge3';
import { doc, type Item, text, texts } from '../items';

export function isPending(fact: Item): boolean {
  return !fact.status || fact.status === 'pending';
}

export function isKept(fact: Item): boolean {
  return fact.status === 'verified' || fact.status === 'edited';
}

/** Every pending fact settled at once; the others stay as they are. */
export function settleAll(stored: Json | undefined, status: 'verified' | 'rejected'): Json[] {
  return Array.isArray(stored)
    ? stored.map((fact) => {
        const inner = doc(fact);
        return !inner.status || inner.status === 'pending' ? { ...inner, status } : fact;
      })
    : [];
}

/** What a fact rests on, in words: the evidence by name. */
export function sourceNames(fact: Item, evidence: readonly Item[]): string[] {
  return texts(fact.sources).map((id) => {
    if (id === 'manual') return 'Your own knowledge';
    return text(evidence.find((item) => item.id === id)?.name) || 'Evidence that was removed';
  });
}

/** What a founder writes down is settled by that. */
export const OWN_FACT: Doc = { category: 'identity', status: 'verified', sources: ['manual'] };
