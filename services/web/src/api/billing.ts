import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';

export type Transaction = Schemas['TransactionView'];
export type Limits = Schemas['LimitsView'];

/** The workspace's payments, newest first. */
export const transactionsQuery = infiniteQueryOptions({
  queryKey: ['payments', 'transactions'],
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET('/api/v1/auth/me/billing', { params: { query: { limit: 10, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** The payment that waits for the provider; a workspace has one at the most, among its newest. */
export const pendingPaymentQuery = queryOptions({
  queryKey: ['payments', 'pending'],
  queryFn: async ({ signal }) => {
    const { transactions } = await answer(
      api.GET('/api/v1/auth/me/billing', { params: { query: { limit: 10 } }, signal }),
    );
    return transactions.find(({ status }) => status === 'pending') ?? null;
  },
});

/** What the plan allows and what is used of it. */
export const usageQuery = queryOptions({
  queryKey: ['payments', 'usage'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/auth/me/usage', { signal })),
});
