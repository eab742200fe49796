import type { Bcm } from '@/hooks/useBcm';

/** A greeting that follows the hour of this device. */
export function greeting(name: string | null | undefined, at: Date): string {
  const hour = at.getHours();
  const words = hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 17 ? 'Good afternoon' : 'Good evening';
  const first = name?.trim().split(/\s+/u)[0];
  return first ? `${words}, ${first}` : words;
}

export type SystemState = { word: 'Nominal' | 'Attention' | 'Critical'; kind: 'done' | 'draft' | 'wrong'; why: string };

/** What the founder has to look after, by the worst thing known; nothing while nothing is known. */
export function systemState({ standing, failure, building, unreachable }: Bcm): SystemState | undefined {
  if (unreachable) return critical('The context could not be read.');
  if (standing === undefined) return undefined;
  if (standing === 'missing') return critical('There is no context yet.');
  if (standing === 'expired') return critical('The context has expired.');
  if (failure) return critical('The last rebuild failed.');
  if (building) return attention('A new version of the context is being made.');
  if (standing === 'stale') return attention('The context is stale.');
  return { word: 'Nominal', kind: 'done', why: 'The context is fresh.' };
}

function critical(why: string): SystemState {
  return { word: 'Critical', kind: 'wrong', why };
}

function attention(why: string): SystemState {
  return { word: 'Attention', kind: 'draft', why };
}
