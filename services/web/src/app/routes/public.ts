import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { plansQuery } from '@/api/payments';
import { Opening } from '@/components/ui/Opening';
import { root } from './root';

const parent = () => root;

export const publicRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Landing'), 'Landing'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pricing',
    loader: ({ context }) => context.queries.ensureQueryData(plansQuery),
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Pricing'), 'Pricing'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/privacy',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Privacy'), 'Privacy'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/terms',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Terms'), 'Terms'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/support',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Support'), 'Support'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/status',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Status'), 'Status'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/error',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/ErrorPage'), 'ErrorPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/unauthorized',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/public/Unauthorized'), 'Unauthorized'),
  }),
];
