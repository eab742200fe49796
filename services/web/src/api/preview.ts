import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';

export type ManifestPreview = Schemas['ManifestPreview'];

/** The manifest as finalizing would make it of what is submitted now; nothing is stored by asking. */
export const previewQuery = (sid: string) =>
  queryOptions({
    queryKey: ['onboarding', sid, 'preview'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/onboarding/{sid}/preview', { params: { path: { sid } }, signal })),
    staleTime: 0,
  });
