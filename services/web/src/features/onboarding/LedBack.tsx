import { useLocation } from '@tanstack/react-router';
import { Notice } from '@/components/ui/Notice';

declare module '@tanstack/history' {
  interface HistoryState {
    /** The step that was asked for and is not open yet. */
    locked?: number;
  }
}

/** Why somebody stands on another step than the one they asked for. */
export function LedBack({ n }: { n: number }) {
  const locked = useLocation({ select: ({ state }) => state.locked });
  return locked === undefined ? null : (
    <Notice live>
      Step {locked} is not open yet: step {n} comes first.
    </Notice>
  );
}
