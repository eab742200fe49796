import { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { isProblem } from '@/api/problem';
import { Verifying } from '@/components/auth/Verifying';
import { accountRoutes } from './routes/account';
import { developmentRoutes } from './routes/development';
import { onboardingRoutes } from './routes/onboarding';
import { publicRoutes } from './routes/public';
import { root } from './routes/root';
import { shellRoutes } from './routes/shell';

export const queries = new QueryClient({
  defaultOptions: {
    // What the browser says about the network is often wrong: it never decides whether to ask.
    queries: {
      networkMode: 'always',
      retry: (tries, error) => tries < 3 && isProblem(error) && error.passing && error.status !== 429,
    },
    mutations: { networkMode: 'always' },
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    ...publicRoutes,
    ...accountRoutes,
    ...onboardingRoutes,
    ...developmentRoutes,
    shellRoutes,
  ]),
  context: { queries },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Verifying,
  defaultPendingMs: 400,
  scrollRestoration: true,
  // Values stay texts: an order's number is no number.
  parseSearch: (query) => Object.fromEntries(new URLSearchParams(query)),
  stringifySearch: (search) => {
    const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
    return query ? `?${query}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
