import { createContext, use } from 'react';
import type { Desk } from './desk';

/** What acts on a whole step need: the session, the step's desk and the look at what is in the way. */
export type DeskOf = { sid: string; n: number; desk: Desk; check(): boolean };

export const DeskContext = createContext<DeskOf | null>(null);

export function useDeskOf(): DeskOf {
  const desk = use(DeskContext);
  if (!desk) throw new Error('useDeskOf outside a step');
  return desk;
}
