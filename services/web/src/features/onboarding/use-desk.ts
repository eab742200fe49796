import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { StepDescription, StepView } from '@/api/onboarding';
import { type Desk, deskOf } from './desk';

/** The desk of a step, null for the moment that it takes to look for words left on this device. */
export function useDesk(sid: string, step: StepDescription, view: StepView): Desk | null {
  const queries = useQueryClient();
  const [desk, setDesk] = useState<Desk | null>(null);
  // The view only matters for the first opening; what comes later is adopted by the desk.
  const [first] = useState(view);

  useEffect(() => {
    let here = true;
    void deskOf(queries, sid, step, first).then((opened) => {
      if (here) setDesk(opened);
    });
    return () => {
      here = false;
    };
  }, [queries, sid, step, first]);

  useEffect(() => {
    if (!desk) return;
    const { saver } = desk;
    const send = () => void saver.flush();
    const sendLast = () => void saver.flush({ keepalive: true });
    const hidden = () => {
      if (document.visibilityState === 'hidden') sendLast();
    };
    addEventListener('online', send);
    addEventListener('pagehide', sendLast);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('online', send);
      removeEventListener('pagehide', sendLast);
      document.removeEventListener('visibilitychange', hidden);
      sendLast();
    };
  }, [desk]);

  return desk;
}
