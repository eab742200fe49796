import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { plansQuery } from '@/api/payments';
import { root } from './root';

const parent = () => root;

export const publicRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    component: lazyRouteComponent(() => import('@/features/public/Landing'), 'Landing'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pricing',
    loader: ({ context }) => context.queries.ensureQueryData(plansQuery),
    component: lazyRouteComponent(() => import('@/features/public/Pricing'), 'Pricing'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/privacy',
    component: lazyRouteComponent(() => import('@/features/public/Privacy'), 'Privacy'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/terms',
    component: lazyRouteComponent(() => import('@/features/public/Terms'), 'Terms'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/support',
    component: lazyRouteComponent(() => import('@/features/public/Support'), 'Support'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/status',
    component: lazyRouteComponent(() => import('@/features/public/Status'), 'Status'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/error',
    component: lazyRouteComponent(() => import('@/features/public/ErrorPage'), 'ErrorPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/unauthorized',
    component: lazyRouteComponent(() => import('@/features/public/Unauthorized'), 'Unauthorized'),
  }),
];
