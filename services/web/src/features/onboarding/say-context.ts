import { createContext, use } from 'react';

export const SayContext = createContext<(words: string) => void>(() => undefined);

/** Reads out what was just done, for those who do not see it happen. */
export function useSay(): (words: string) => void {
  return use(SayContext);
}
