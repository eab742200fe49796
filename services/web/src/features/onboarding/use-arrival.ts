import { useCallback, useState } from 'react';

const INPUTS = 'input, textarea, select';

/** Takes the focus to the item that was just added, or moved to another place: `ref={ref(id)}` on the item's element. */
export function useArrival(selector = INPUTS) {
  const [awaited, await_] = useState<string>();
  const focus = useCallback(
    (element: HTMLElement | null) => element?.querySelector<HTMLElement>(selector)?.focus(),
    [selector],
  );
  return {
    await: (id: string) => await_(id),
    ref: (id: string) => (id === awaited ? focus : undefined),
  };
}
