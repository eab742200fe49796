import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';
import { isProblem } from './problem';

export type OnboardingSession = Schemas['OnboardingSession'];
export type StepsDescription = Schemas['StepsDescription'];
export type StepDescription = Schemas['StepDescription'];
export type StepField = Schemas['StepField'];
export type StepValue = Schemas['StepValue'];
export type StepView = Schemas['StepView'];
export type StepDetail = Schemas['StepDetail'];
export type Suggestion = Schemas['SuggestionView'];
export type Provenance = Schemas['Provenance'];
export type Issue = Schemas['IssueView'];
export type Progress = Schemas['ProgressView'];

/** The published description of the 23 steps. */
export const stepsQuery = queryOptions({
  queryKey: ['onboarding', 'steps'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/onboarding/steps', { signal })),
  staleTime: 3_600_000,
});

/** The active or newest session with every step's answers; null before the first. */
export const currentQuery = queryOptions({
  queryKey: ['onboarding', 'current'],
  queryFn: async ({ signal }): Promise<OnboardingSession | null> => {
    try {
      return await answer(api.GET('/api/v1/onboarding/current', { signal }));
    } catch (error) {
      if (isProblem(error, 'SESSION_NOT_FOUND')) return null;
      throw error;
    }
  },
  staleTime: 30_000,
});

/** One step with its suggestions. */
export const stepQuery = (sid: string, n: number) =>
  queryOptions({
    queryKey: ['onboarding', sid, 'step', n],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/onboarding/{sid}/steps/{n}', { params: { path: { sid, n } }, signal })),
    staleTime: 0,
  });

export type SavedStep = Schemas['SavedView'];
export type Engine = Schemas['Engine'];
export type FinalizeResult = Schemas['FinalizeResult'];

type Data = Schemas['SaveStep']['data'];

/** Opens a session, or goes on with the active one; `restart` gives up what there is. */
export function openSession(clientName: string | undefined, restart = false) {
  return answer(api.POST('/api/v1/onboarding/session', { body: { client_name: clientName, restart } }));
}

export function resumeSession(sid: string) {
  return answer(api.POST('/api/v1/onboarding/{sid}/resume', { params: { path: { sid } } }));
}

/** Gives a session up; what was saved stays in the journal. */
export function abandonSession(sid: string) {
  return answer(api.DELETE('/api/v1/onboarding/{sid}', { params: { path: { sid } } }));
}

type Save = { sid: string; n: number; version: number; data: object; keepalive?: boolean };

/** Saves a draft from the version before it. */
export function saveStep({ sid, n, version, data, keepalive = false }: Save) {
  return answer(
    api.PUT('/api/v1/onboarding/{sid}/steps/{n}', {
      params: { path: { sid, n }, header: { 'If-Match': `"${version}"` } },
      body: { data: data as Data, draft: true },
      keepalive,
    }),
  );
}

/** Completes a step with the draft that stands on the server. */
export function completeStep(sid: string, n: number, version: number) {
  return answer(
    api.POST('/api/v1/onboarding/{sid}/steps/{n}/complete', {
      params: { path: { sid, n }, header: { 'If-Match': `"${version}"` } },
      body: {},
    }),
  );
}

export function skipStep(sid: string, n: number) {
  return answer(api.POST('/api/v1/onboarding/{sid}/steps/{n}/skip', { params: { path: { sid, n } } }));
}

/** Has answers suggested; without an engine the configured one. */
export function runAssist(sid: string, n: number, assist: string, engine?: Engine) {
  return answer(
    api.POST('/api/v1/onboarding/{sid}/steps/{n}/run', { params: { path: { sid, n } }, body: { assist, engine } }),
  );
}

export function decideSuggestion(suggestion: Suggestion, sid: string, decision: Schemas['Decision'], value?: unknown) {
  return answer(
    api.POST('/api/v1/onboarding/{sid}/steps/{n}/suggestions/{id}', {
      params: { path: { sid, n: suggestion.step, id: suggestion.id } },
      body: { decision, value },
    }),
  );
}

export function finalizeSession(sid: string, key: string) {
  return answer(
    api.POST('/api/v1/onboarding/{sid}/finalize', {
      params: { path: { sid }, header: { 'Idempotency-Key': key } },
      body: {},
    }),
  );
}
