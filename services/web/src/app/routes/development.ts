import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './root';

/** Pages for those who build the app; a production build has none of them. */
export const developmentRoutes = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/blueprint',
        component: lazyRouteComponent(() => import('@/features/blueprint/Blueprint'), 'Blueprint'),
      }),
    ]
  : [];
