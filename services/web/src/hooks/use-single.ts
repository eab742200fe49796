import { useRef } from 'react';

/** Runs one at a time: a double click counts once, even before anything is drawn anew. */
export function useSingle<Args extends unknown[]>(run: (...args: Args) => Promise<unknown>): (...args: Args) => void {
  const running = useRef(false);
  return (...args) => {
    if (running.current) return;
    running.current = true;
    run(...args)
      .catch(() => undefined)
      .finally(() => {
        running.current = false;
      });
  };
}
