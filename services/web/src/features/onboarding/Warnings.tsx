import { useSyncExternalStore } from 'react';
import { sentence } from '@/api/problem';
import { Notice } from '@/components/ui/Notice';
import type { Desk } from './desk';

/** What the server took, and yet would ask about. */
export function Warnings({ desk }: { desk: Desk }) {
  const { warnings } = useSyncExternalStore(desk.subscribe, desk.read);
  if (warnings.length === 0) return null;
  return (
    <Notice kind="trace" title="Worth a second look" live>
      {warnings.map(({ code, pointer, message }) => (
        <p key={code + pointer}>{sentence(message)}</p>
      ))}
    </Notice>
  );
}
