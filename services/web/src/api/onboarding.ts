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
