import { createRoute, lazyRouteComponent, redirect, stripSearchParams } from '@tanstack/react-router';
import { pendingPaymentQuery } from '@/api/billing';
import { stepsQuery } from '@/api/onboarding';
import { plansQuery } from '@/api/payments';
import { sessionQuery } from '@/api/session';
import { currentSession, dispatch, plansForBuyers } from '../guard';
import { needs, root, text } from './root';

const parent = () => root;
const withOrder = (search: Record<string, unknown>) => ({ merchantOrderId: text(search.merchantOrderId) });

export const onboardingRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/onboarding',
    beforeLoad: ({ context, location }) => dispatch(context.queries, location),
    component: lazyRouteComponent(() => import('@/components/auth/ProfileGate'), 'ProfileGate'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/onboarding/plans',
    validateSearch: (search: Record<string, unknown>) => ({
      paymentStatus: text(search.paymentStatus),
      cycle: text(search.cycle),
    }),
    // What the page begins with anyway.
    search: { middlewares: [stripSearchParams({ cycle: 'monthly' })] },
    beforeLoad: ({ context, location }) => plansForBuyers(context.queries, location),
    loader: ({ context: { queries } }) => {
      const member = queries.getQueryData(sessionQuery.queryKey)?.workspace?.role === 'member';
      const pending = member ? null : queries.prefetchQuery(pendingPaymentQuery);
      return Promise.all([queries.ensureQueryData(plansQuery), pending]);
    },
    component: lazyRouteComponent(() => import('@/features/payment/Plans'), 'Plans'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/onboarding/plans/callback',
    validateSearch: withOrder,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/onboarding/payment/status', search });
    },
  }),
  createRoute({
    getParentRoute: parent,
    path: '/onboarding/payment',
    validateSearch: (search: Record<string, unknown>) => ({
      plan: text(search.plan),
      cycle: text(search.cycle),
      merchantOrderId: text(search.merchantOrderId),
    }),
    beforeLoad: needs('workspace'),
    loader: ({ context }) => context.queries.ensureQueryData(plansQuery),
    component: lazyRouteComponent(() => import('@/features/payment/Payment'), 'Payment'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/onboarding/payment/status',
    validateSearch: withOrder,
    beforeLoad: needs('workspace'),
    component: lazyRouteComponent(() => import('@/features/payment/PaymentStatus'), 'PaymentStatus'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/onboarding/session/step/$n',
    beforeLoad: needs('paid'),
    loader: ({ context }) =>
      Promise.all([context.queries.ensureQueryData(stepsQuery), currentSession(context.queries)]),
    component: lazyRouteComponent(() => import('@/features/onboarding/StepPage'), 'StepPage'),
  }),
];
