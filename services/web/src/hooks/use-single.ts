import { useRef } from 'react';

/** Runs one at a time: a double click counts once, even before anything is drawn anew. */
export function useSingle(run: () => Promise<unknown>): () => void {
  const running = useRef(false);
  return () => {
    if (running.current) return;
    running.current = true;
    run()
      .catch(() => undefined)
      .finally(() => {
        running.current = false;
      });
  };
}
