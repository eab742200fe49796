import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';

/** How far the workspace is with onboarding, without the answers. */
export const onboardingStatusQuery = queryOptions({
  queryKey: ['onboarding', 'status'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/onboarding/status', { signal })),
});
