import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type OnboardingSession, type StepDescription, type StepView, stepQuery } from '@/api/onboarding';
import { stepsWithDrafts } from '@/lib/autosave/log';
import type { Snapshot } from '@/lib/autosave/saver';
import { type Desk, deskOf, storedOf } from './desk';

/** Takes in what was saved by somebody else, in another tab or by the server itself since the desk was opened. */
export function useNews(desk: Desk, sid: string, view: StepView): void {
  const { data: detail } = useQuery(stepQuery(sid, view.n));
  const newest = detail && detail.version > view.version ? detail : view;
  useEffect(() => {
    const { saver } = desk;
    if (newest.version <= saver.get().base.version) return;
    // What is unsent goes first: it may be what the news are about.
    void desk.send().then(() => {
      if (newest.version > saver.get().base.version) saver.adopt(storedOf(newest));
    });
  }, [desk, newest]);
}

/** Words left on this device by an earlier visit, whichever step they belong to: their desks are opened, which sends them. */
export function useLeftovers(session: OnboardingSession, steps: readonly StepDescription[]): void {
  const queries = useQueryClient();
  const [first] = useState(session);
  useEffect(() => {
    for (const n of stepsWithDrafts(first.session_id)) {
      const step = steps.find(({ number }) => number === n);
      const view = first.steps.find((one) => one.n === n);
      if (step && view) void deskOf(queries, first.session_id, step, view);
    }
  }, [queries, first, steps]);
}

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
    const send = () => void desk.send();
    const sendLast = () => void desk.send({ keepalive: true });
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

/** How the words of a step stand. */
export function useSnapshot({ saver }: Desk): Snapshot {
  return useSyncExternalStore(saver.subscribe, saver.get);
}
