import type { Cycle, PlanCode } from '@/api/payments';

/** What is kept in this tab between choosing and coming back, so that one wish never opens two checkouts. */
export type Kept = {
  plan: PlanCode;
  cycle: Cycle;
  /** The Idempotency-Key of this wish. */
  key: string;
  order?: { id: string; url: string; expiresAt: string };
};

const place = (workspace: string) => `rf:payment:${workspace}`;

export function recall(workspace: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(workspace)) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

export function forget(workspace: string): void {
  sessionStorage.removeItem(place(workspace));
}

function keep(workspace: string, kept: Kept): Kept {
  sessionStorage.setItem(place(workspace), JSON.stringify(kept));
  return kept;
}

function open(kept: Kept, now: number): boolean {
  return kept.order === undefined || new Date(kept.order.expiresAt).getTime() > now;
}

/** The order that may still be open, of one choice or of any. */
export function openOrder(
  workspace: string,
  choice?: { plan: PlanCode; cycle: Cycle },
  now = Date.now(),
): Kept['order'] | undefined {
  const kept = recall(workspace);
  if (!kept || !open(kept, now)) return undefined;
  return choice === undefined || (kept.plan === choice.plan && kept.cycle === choice.cycle) ? kept.order : undefined;
}

/** The wish for a plan: the one that is kept while its checkout may still be open, else a new one. */
export function wish(workspace: string, plan: PlanCode, cycle: Cycle, now = Date.now()): Kept {
  const kept = recall(workspace);
  if (kept && kept.plan === plan && kept.cycle === cycle && open(kept, now)) return kept;
  return keep(workspace, { plan, cycle, key: crypto.randomUUID() });
}

export function opened(workspace: string, kept: Kept, order: NonNullable<Kept['order']>): void {
  keep(workspace, { ...kept, order });
}
