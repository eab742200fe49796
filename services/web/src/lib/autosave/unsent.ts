const senders = new Set<() => Promise<void>>();

/** Has something sent before the account of this tab is left; what it returns takes that back. */
export function beforeLeaving(send: () => Promise<void>): () => void {
  senders.add(send);
  return () => senders.delete(send);
}

/** Resolves when everything was tried once: what did not arrive stays on this device. */
export async function sendUnsent(): Promise<void> {
  await Promise.allSettled([...senders].map((send) => send()));
}
