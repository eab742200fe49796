import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';

export type Plan = Schemas['PlanView'];
export type PlanCode = Schemas['PlanCode'];
export type Cycle = Schemas['BillingCycle'];
export type Checkout = Schemas['CheckoutView'];

export const plansQuery = queryOptions({
  queryKey: ['payments', 'plans'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/payments/v2/plans', { signal }))).plans,
  staleTime: 300_000,
});

export const subscriptionQuery = queryOptions({
  queryKey: ['payments', 'subscription'],
  queryFn: ({ signal }) => answer(api.GET('/api/payments/v2/subscriptions/current', { signal })),
});
