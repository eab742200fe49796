// At build time only: the first paint of each family of addresses, which the running app replaces.
import './design/tokens.css';
import './design/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { sessionQuery } from './api/session';
import { queries, router } from './app/router';
import { ShellFrame } from './app/ShellFrame';
import { AuthProvider } from './components/auth/AuthProvider';
import { Verifying } from './components/auth/Verifying';
import { Opening } from './components/ui/Opening';
import { Waiting } from './components/ui/Waiting';
import { SHOWN } from './lib/bcm/history';

/** What is painted first below `/{family}`, the modules of the page that follows, and what its loaders begin with. */
type Family = { html: string; modules: string[]; early?: Early };
/** Paths of the API by what keeps a founder from going on: nothing, or an onboarding that has begun. */
type Early = { ready?: string[]; onboard?: string[] };

const SHELL = 'src/app/Shell.tsx';
const page = (name: string) => `src/features/${name}.tsx`;

/** Pages that look the same for everybody who may see them; `guests`: who is signed in may not. */
const WHOLE: Record<string, { path: string; module: string; guests?: boolean }> = {
  home: { path: '/', module: page('public/Landing') },
  signin: { path: '/signin', module: page('account/SignIn'), guests: true },
  login: { path: '/signin', module: page('account/SignIn'), guests: true },
  signup: { path: '/signup', module: page('account/SignUp'), guests: true },
  'forgot-password': { path: '/forgot-password', module: page('account/ForgotPassword') },
  privacy: { path: '/privacy', module: page('public/Privacy') },
  terms: { path: '/terms', module: page('public/Terms') },
};

/** Links that make no sense to who is signed in. */
const DOORS = /<a\b(?=[^>]* href="\/sign(?:in|up)")/g;

/** Pages that depend on their address or on an answer: only the frame around them. */
const FRAMED: Record<string, string[]> = {
  account: [],
  auth: [page('account/ResetPassword')],
  error: [page('public/ErrorPage')],
  pricing: [page('public/Pricing')],
  status: [page('public/Status')],
  support: [page('public/Support')],
  unauthorized: [page('public/Unauthorized')],
  'verify-email': [page('account/VerifyEmail')],
};

/** Protected pages: nothing of their content before the gates are passed. */
const IN_SHELL: Record<string, string[]> = {
  analytics: [page('planned/Analytics')],
  campaigns: [page('planned/Campaigns')],
  dashboard: [page('dashboard/Dashboard')],
  foundation: [page('foundation/Foundation')],
  help: [page('help/Help')],
  moves: [page('planned/Moves')],
  settings: [page('settings/Settings')],
};

const STEP = ['/api/v1/onboarding/steps', '/api/v1/onboarding/current'];
const MANIFEST = '/api/v1/context/manifest';

const EARLY: Record<string, Early> = {
  onboarding: { ready: STEP, onboard: STEP },
  dashboard: { ready: [MANIFEST, `/api/v1/context/history?limit=${SHOWN + 1}`] },
  foundation: { ready: [MANIFEST] },
};

export async function families(): Promise<Record<string, Family>> {
  queries.setQueryData(sessionQuery.queryKey, null);
  const all: Record<string, Family> = {
    // For addresses that are no page of ours.
    index: { html: await still('/', <Opening />), modules: [] },
    onboarding: { html: await still('/onboarding', <Verifying />), modules: [page('onboarding/StepPage')] },
  };
  for (const [name, { path, module, guests }] of Object.entries(WHOLE)) {
    const html = await whole(path);
    all[name] = {
      html: guests ? `<div data-guests>${html}</div>` : html.replace(DOORS, '<a data-guests'),
      modules: [module],
    };
  }
  for (const [name, modules] of Object.entries(FRAMED))
    all[name] = { html: await still(`/${name}`, <Opening />), modules };
  for (const [name, modules] of Object.entries(IN_SHELL)) {
    const frame = (
      <ShellFrame>
        <Waiting lines={6} />
      </ShellFrame>
    );
    all[name] = { html: await still(`/${name}`, frame), modules: [SHELL, ...modules] };
  }
  for (const [name, early] of Object.entries(EARLY)) Object.assign(all[name] ?? {}, { early });
  for (const path of Object.keys(router.routesByPath)) {
    const name = path.split('/')[1] || 'home';
    // It would be answered like an address that is no page of ours.
    if (!all[name]) throw new Error(`nothing is painted first for ${path}`);
  }
  return all;
}

/** The page itself as a visitor sees it. */
async function whole(path: string): Promise<string> {
  router.update({
    ...router.options,
    history: createMemoryHistory({ initialEntries: [path] }),
    scrollRestoration: false,
  });
  await router.load();
  return asleep(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

/** Something that is no page, at an address. */
async function still(path: string, shown: ReactNode): Promise<string> {
  const alone = createRouter({
    routeTree: createRootRoute({ component: () => <AuthProvider>{shown}</AuthProvider> }),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await alone.load();
  return asleep(
    <QueryClientProvider client={queries}>
      <RouterProvider router={alone as unknown as typeof router} />
    </QueryClientProvider>,
  );
}

/** Without the app a form would send passwords in the address, and buttons do nothing: neither can be used or filled before it runs. */
function asleep(shown: ReactNode): string {
  return renderToStaticMarkup(shown)
    .replace(
      /<form\b([^>]*)>/g,
      (_, attributes: string) => `<div inert${/ class="[^"]*"/.exec(attributes)?.[0] ?? ''}>`,
    )
    .replaceAll('</form>', '</div>')
    .replace(/<input\b[^>]*>/g, (input) =>
      input.replace(/ (?:type="password"|name="[^"]*"|autocomplete="[^"]*")/gi, ''),
    )
    .replace(/<button\b/g, '<button inert');
}
