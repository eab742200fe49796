import type { QueryClient } from '@tanstack/react-query';
import { type ParsedLocation, redirect } from '@tanstack/react-router';
import { currentQuery, type OnboardingSession } from '@/api/onboarding';
import { isProblem } from '@/api/problem';
import { type Session, sessionQuery } from '@/api/session';
import { openCopies } from './copies';
import { elsewhere, type Gate, gateOf, HOME, lapsed, type Need } from './gates';

const WANTED = 'rf:wanted';

/** Keeps people out of a route that they may not see yet, before anything of it is drawn. */
export async function guard(queries: QueryClient, need: Need, location: ParsedLocation): Promise<Gate> {
  const session = await known(queries);
  const gate = gateOf(session);
  const to = elsewhere(gate, need);
  if (!to) return gate;
  if (gate === 'signed-out') throw redirect({ to: '/signin', search: { redirect: location.href } });
  // Where they wanted to go is kept through payment and onboarding.
  if (need === 'onboarded') sessionStorage.setItem(WANTED, location.href);
  if (gate === 'unpaid') throw toPlans(session);
  throw redirect({ to });
}

/**
 * What is known lets in at once; what is older than half a minute is asked for anew meanwhile. Without network that is what was known at
 * the last visit.
 */
async function known(queries: QueryClient): Promise<Session> {
  try {
    return await queries.ensureQueryData({ ...sessionQuery, revalidateIfStale: true, retry: whileAnswered });
  } catch (error) {
    if (!isProblem(error, 'NETWORK_ERROR') || !openCopies(queries)) throw error;
    return queries.ensureQueryData(sessionQuery);
  }
}

/** A server that is away answers soon; a network that is away is not waited for. */
const whileAnswered = (tries: number, error: Error) => tries < 3 && isProblem(error) && error.status >= 500;

function toPlans(session: Session) {
  return redirect({ to: '/onboarding/plans', search: { paymentStatus: lapsed(session) } });
}

/** Leads somebody who is signed in already away from the pages for signing in. */
export async function guestOnly(queries: QueryClient): Promise<void> {
  const gate = gateOf(await known(queries));
  if (gate !== 'signed-out') throw redirect({ to: HOME[gate] });
}

/** Plans are for who has none; others change theirs in the settings. */
export async function plansForBuyers(queries: QueryClient, location: ParsedLocation): Promise<void> {
  const gate = await guard(queries, 'workspace', location);
  if (gate === 'ready' || gate === 'bcm-missing') throw redirect({ to: HOME[gate] });
}

/** `/onboarding` has no interface: plans, the step in turn, or where a ready founder wanted to go. */
export async function dispatch(queries: QueryClient, location: ParsedLocation): Promise<void> {
  const gate = await guard(queries, 'session', location);
  switch (gate) {
    case 'onboarding':
      throw redirect({ to: '/onboarding/session/step/$n', params: { n: String(await stepInTurn(queries)) } });
    case 'unpaid':
      throw toPlans(await known(queries));
    case 'ready':
    case 'bcm-missing':
      throw redirect({ href: wanted() ?? HOME[gate] });
    case 'no-workspace':
    case 'signed-out':
    case 'banned':
    case 'suspended':
    case 'deactivated':
      // Without a workspace the page makes one; the others were led away.
      return;
  }
}

async function stepInTurn(queries: QueryClient): Promise<number> {
  return (await currentSession(queries))?.current_step ?? 1;
}

/** The onboarding session with its answers. Before the first one there is nothing to ask for. */
export async function currentSession(queries: QueryClient): Promise<OnboardingSession | null> {
  const session = await known(queries);
  const read = queries.getQueryData(currentQuery.queryKey) !== undefined;
  if (!read && session?.onboarding?.current_step === 0) queries.setQueryData(currentQuery.queryKey, null);
  return queries.ensureQueryData(currentQuery);
}

/** What somebody wanted to see before a gate stood in the way; told once. */
function wanted(): string | null {
  const href = sessionStorage.getItem(WANTED);
  sessionStorage.removeItem(WANTED);
  return href;
}
