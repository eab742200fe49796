import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { Opening } from '@/components/ui/Opening';
import { ownPath } from '../gates';
import { forGuests, root, text } from './root';

const parent = () => root;
const withReturn = (search: Record<string, unknown>) => ({ redirect: ownPath(search.redirect) });
const withToken = (search: Record<string, unknown>) => ({ token: text(search.token) });

export const accountRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/signin',
    validateSearch: withReturn,
    beforeLoad: forGuests,
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/SignIn'), 'SignIn'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/login',
    validateSearch: withReturn,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/signin', search });
    },
  }),
  createRoute({
    getParentRoute: parent,
    path: '/signup',
    validateSearch: withReturn,
    beforeLoad: forGuests,
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/SignUp'), 'SignUp'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/forgot-password',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/ForgotPassword'), 'ForgotPassword'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/auth/reset-password',
    validateSearch: withToken,
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/ResetPassword'), 'ResetPassword'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/verify-email',
    validateSearch: withToken,
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/VerifyEmail'), 'VerifyEmail'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/account/banned',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/Banned'), 'Banned'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/account/suspended',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/Suspended'), 'Suspended'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/account/reactivate',
    pendingComponent: Opening,
    component: lazyRouteComponent(() => import('@/features/account/Reactivate'), 'Reactivate'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/account/inactive',
    beforeLoad: () => {
      throw redirect({ to: '/account/reactivate' });
    },
  }),
];
