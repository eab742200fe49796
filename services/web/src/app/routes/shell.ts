import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { historyQuery, manifestQuery } from '@/api/context';
import { SHOWN } from '@/lib/bcm/history';
import { needs, root } from './root';

/** Everything that is only for founders who are through with onboarding. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: needs('onboarded'),
  component: lazyRouteComponent(() => import('../Shell'), 'Shell'),
});

const parent = () => shell;

const settings = createRoute({
  getParentRoute: parent,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/Settings'), 'Settings'),
});

const inSettings = () => settings;

export const shellRoutes = shell.addChildren([
  createRoute({
    getParentRoute: parent,
    path: '/dashboard',
    // What is missing is told by the page itself.
    loader: ({ context: { queries } }) =>
      Promise.all([queries.prefetchQuery(manifestQuery), queries.prefetchQuery(historyQuery(SHOWN + 1))]),
    component: lazyRouteComponent(() => import('@/features/dashboard/Dashboard'), 'Dashboard'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/foundation',
    loader: ({ context }) => context.queries.prefetchQuery(manifestQuery),
    component: lazyRouteComponent(() => import('@/features/foundation/Foundation'), 'Foundation'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/moves',
    component: lazyRouteComponent(() => import('@/features/planned/Moves'), 'Moves'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/campaigns',
    component: lazyRouteComponent(() => import('@/features/planned/Campaigns'), 'Campaigns'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/analytics',
    component: lazyRouteComponent(() => import('@/features/planned/Analytics'), 'Analytics'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/help',
    component: lazyRouteComponent(() => import('@/features/help/Help'), 'Help'),
  }),
  settings.addChildren([
    createRoute({
      getParentRoute: inSettings,
      path: '/',
      component: lazyRouteComponent(() => import('@/features/settings/Profile'), 'Profile'),
    }),
    createRoute({
      getParentRoute: inSettings,
      path: '/workspace',
      component: lazyRouteComponent(() => import('@/features/settings/Workspace'), 'Workspace'),
    }),
    createRoute({
      getParentRoute: inSettings,
      path: '/appearance',
      component: lazyRouteComponent(() => import('@/features/settings/Appearance'), 'Appearance'),
    }),
    createRoute({
      getParentRoute: inSettings,
      path: '/security',
      component: lazyRouteComponent(() => import('@/features/settings/Security'), 'Security'),
    }),
    createRoute({
      getParentRoute: inSettings,
      path: '/billing',
      component: lazyRouteComponent(() => import('@/features/settings/Billing'), 'Billing'),
    }),
    createRoute({
      getParentRoute: inSettings,
      path: '/context',
      component: lazyRouteComponent(() => import('@/features/settings/Context'), 'Context'),
    }),
  ]),
]);
