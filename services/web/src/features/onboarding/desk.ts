import type { QueryClient } from '@tanstack/react-query';
import {
  currentQuery,
  type Issue,
  type SavedStep,
  type StepDescription,
  type StepView,
  saveStep,
} from '@/api/onboarding';
import { isProblem, type Problem, sentence } from '@/api/problem';
import { draftLog, whenForgotten } from '@/lib/autosave/log';
import { type Doc, same, valueAt } from '@/lib/autosave/merge3';
import { type Log, type PutResult, StepSaver, type Stored } from '@/lib/autosave/saver';
import { beforeLeaving } from '@/lib/autosave/unsent';
import { sift } from '@/lib/steps/values';

/** Something that the server did not take, or that keeps the step from being complete, while the value is still the same. */
export type Refusal = { pointer: string; message: string; value: unknown; hold: boolean };
export type Remarks = { refusals: readonly Refusal[]; warnings: readonly Issue[] };

/** A request that outlives its page may carry this much. */
const MOST_KEPT_ALIVE = 60_000;
const OURS_TO_SEND: readonly string[] = ['SERVER_FIELD', 'UNKNOWN_FIELD'];

export const storedOf = (view: StepView): Stored => ({
  version: view.version,
  data: (view.draft ?? view.submitted ?? {}) as Doc,
});

/** One step being worked on: its saver and what the server had to say. Lives on when the page is left, until everything is sent. */
export class Desk {
  readonly saver: StepSaver;
  private remarks: Remarks = { refusals: [], warnings: [] };
  private readonly listeners = new Set<() => void>();

  constructor(queries: QueryClient, sid: string, step: StepDescription, view: StepView, log: Log) {
    const n = step.number;
    const put = async (data: Doc, version: number, { keepalive }: { keepalive: boolean }): Promise<PutResult> => {
      try {
        const small = JSON.stringify(data).length < MOST_KEPT_ALIVE;
        const saved = await saveStep({ sid, n, version, data, keepalive: keepalive && small });
        const warnings = saved.warnings.filter(({ code }) => !OURS_TO_SEND.includes(code));
        this.remark({ warnings });
        remember(queries, n, saved);
        return { kind: 'ok', stored: { version: saved.version, data: saved.data as Doc } };
      } catch (error) {
        return this.outcome(error, data);
      }
    };
    const refused = (pointer: string, data: Doc) =>
      this.remarks.refusals.some(
        (old) => old.hold && old.pointer === pointer && same(old.value, valueAt(data, pointer)),
      );
    this.saver = new StepSaver(storedOf(view), put, sift(step.fields, refused), log);
  }

  /** Sends what is unsent. Who is signed out is asked first: trying again by itself would only ask again. */
  async send(options?: { keepalive: boolean }): Promise<void> {
    if (this.saver.get().status !== 'signed-out') await this.saver.flush(options);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read = (): Remarks => this.remarks;

  /** What a refusal says of single values; `hold` keeps them out of what is saved until they change. */
  refuse(problem: Problem, data: Doc, hold: boolean): void {
    const refusals = problem.errors.flatMap(({ pointer, message }) => {
      const at = pointer.replace(/^\/data(?=\/|$)/, '');
      return at ? [{ pointer: at, message: sentence(message), value: valueAt(data, at), hold }] : [];
    });
    const older = this.remarks.refusals.filter((old) => hold || old.hold);
    this.remark({ refusals: [...older, ...refusals] });
  }

  private outcome(error: unknown, data: Doc): PutResult {
    if (!isProblem(error)) return { kind: 'transient', retryAfter: null };
    if (error.code === 'NETWORK_ERROR') return { kind: 'unreachable' };
    const { current_version: version, current_data: stored } = error.document;
    if (error.status === 412 && version !== undefined) {
      return { kind: 'conflict', stored: { version, data: (stored ?? {}) as Doc } };
    }
    if (error.status === 401) return { kind: 'auth' };
    if (error.passing) return { kind: 'transient', retryAfter: error.retryAfter };
    const before = this.remarks.refusals.length;
    this.refuse(error, data, true);
    // The rest is saved without what was refused.
    if (this.remarks.refusals.length > before) setTimeout(() => this.saver.edit(this.saver.get().data));
    return { kind: 'rejected', detail: sentence(error.detail) };
  }

  private remark(change: Partial<Remarks>): void {
    this.remarks = { ...this.remarks, ...change };
    for (const listener of this.listeners) listener();
  }
}

const desks = new WeakMap<QueryClient, Map<string, Promise<Desk>>>();

/** The desk of a step: the same one until the page is closed, so that nothing unsent is forgotten by going elsewhere. */
export function deskOf(queries: QueryClient, sid: string, step: StepDescription, view: StepView): Promise<Desk> {
  const open = desks.get(queries) ?? new Map<string, Promise<Desk>>();
  desks.set(queries, open);
  const key = `${sid}:${step.number}`;
  const found = open.get(key);
  if (found) return found;
  const desk = draftLog(sid, step.number).then((log) => {
    const made = new Desk(queries, sid, step, view, log);
    made.saver.start();
    beforeLeaving(() => made.send());
    return made;
  });
  open.set(key, desk);
  whenForgotten(sid, () => {
    open.delete(key);
    void desk.then(({ saver }) => saver.discard());
  });
  return desk;
}

/** Puts what a save led to where every page reads it. */
function remember(queries: QueryClient, n: number, saved: SavedStep): void {
  queries.setQueryData(currentQuery.queryKey, (session) =>
    session
      ? {
          ...session,
          progress: saved.progress,
          last_activity_at: saved.updated_at ?? session.last_activity_at,
          steps: session.steps.map((step) =>
            step.n === n
              ? {
                  ...step,
                  version: saved.version,
                  status: saved.status,
                  updated_at: saved.updated_at,
                  draft: saved.data,
                }
              : step,
          ),
        }
      : session,
  );
}

/** Puts a step that the server answered with where every page reads it. */
export function rememberStep(queries: QueryClient, view: StepView): void {
  queries.setQueryData(currentQuery.queryKey, (session) =>
    session ? { ...session, steps: session.steps.map((step) => (step.n === view.n ? view : step)) } : session,
  );
}
