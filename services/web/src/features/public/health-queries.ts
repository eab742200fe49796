import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';

const LIVE = { staleTime: 0, gcTime: 0, retry: false, refetchInterval: 30_000 } as const;

export const paymentsHealthQuery = queryOptions({
  queryKey: ['health', 'payments'],
  queryFn: ({ signal }) => answer(api.GET('/api/payments/v2/health', { signal })),
  ...LIVE,
});

export const contextHealthQuery = queryOptions({
  queryKey: ['health', 'context'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/context/health', { signal })),
  ...LIVE,
});
