import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import type { OnboardingSession, StepsDescription, Suggestion } from '@/api/onboarding';
import { AuthProvider } from '@/components/auth/AuthProvider';
import { StepPage } from '@/features/onboarding/StepPage';
import type { Doc } from '@/lib/autosave/merge3';
import { server } from './server';
import described from './steps.json';

export const STEPS = described as unknown as StepsDescription;

type Stored = { version: number; draft: Doc | null; submitted: Doc | null; complete: boolean };

/** An onboarding of one workspace behind the wire: stores what is saved, with versions as the API has them. */
export class FakeOnboarding {
  readonly sid = crypto.randomUUID();
  readonly steps = new Map<number, Stored>();
  suggestions: Suggestion[] = [];
  session = true;
  role: 'owner' | 'member' = 'owner';
  status: 'active' | 'completed' = 'active';
  /** Bodies of the saves, in their order. */
  readonly saves: Doc[] = [];
  /** Answers the next save in place of the store. */
  refuse: ((data: Doc) => Response | undefined) | null = null;
  onComplete: (() => Response | undefined) | null = null;

  at(n: number): Stored {
    const stored = this.steps.get(n) ?? { version: 0, draft: null, submitted: null, complete: false };
    this.steps.set(n, stored);
    return stored;
  }

  view(n: number) {
    const { version, draft, submitted, complete } = this.at(n);
    const status = complete ? 'complete' : version ? 'in_progress' : 'pending';
    const step = STEPS.steps[n - 1];
    return {
      n,
      step_id: step?.id,
      step_name: step?.title,
      version,
      draft,
      submitted,
      status,
      open: n <= this.current(),
      skipped: false,
      updated_at: null,
      provenance: null,
    };
  }

  current(): number {
    return STEPS.steps.find(({ number }) => !this.at(number).complete)?.number ?? 23;
  }

  progress() {
    const completed = [...this.steps.values()].filter(({ complete }) => complete).length;
    return { completed, skipped: 0, total: 23, percentage: 0, current_step: this.current() };
  }

  whole() {
    return {
      session_id: this.sid,
      client_name: 'Katori',
      status: this.status,
      current_step: this.current(),
      progress: this.progress(),
      steps: STEPS.steps.map(({ number }) => this.view(number)),
      last_activity_at: null,
      started_at: null,
      completed_at: null,
    } as unknown as OnboardingSession;
  }

  listen() {
    const step = '/api/v1/onboarding/:sid/steps/:n';
    const n = (params: { n?: unknown }) => Number(params.n);
    server.use(
      http.get('/api/v1/session', () =>
        HttpResponse.json({
          account_state: 'active',
          user: { user_id: 'u', email: 'asha@katori.example' },
          workspace: { name: 'Katori', role: this.role },
        }),
      ),
      http.get('/api/v1/onboarding/steps', () => HttpResponse.json(STEPS)),
      http.get('/api/v1/onboarding/current', () =>
        this.session
          ? HttpResponse.json(this.whole())
          : HttpResponse.json({ code: 'SESSION_NOT_FOUND', detail: 'there is no such session' }, { status: 404 }),
      ),
      http.post('/api/v1/onboarding/session', () => {
        this.session = true;
        return HttpResponse.json(this.whole(), { status: 201 });
      }),
      http.get(step, ({ params }) => HttpResponse.json({ ...this.view(n(params)), suggestions: this.suggestions })),
      http.put(step, async ({ params, request }) => {
        const { data } = (await request.json()) as { data: Doc };
        const refusal = this.refuse?.(data);
        if (refusal) return refusal;
        const stored = this.at(n(params));
        this.saves.push(data);
        if (request.headers.get('if-match') !== `"${stored.version}"`) {
          return HttpResponse.json(
            { code: 'STEP_VERSION_CONFLICT', current_version: stored.version, current_data: stored.draft ?? {} },
            { status: 412 },
          );
        }
        stored.version += 1;
        stored.draft = data;
        return HttpResponse.json({
          data,
          version: stored.version,
          status: 'in_progress',
          issues: [],
          warnings: [],
          progress: this.progress(),
          updated_at: null,
        });
      }),
      http.post(`${step}/complete`, ({ params }) => {
        const refusal = this.onComplete?.();
        if (refusal) return refusal;
        const stored = this.at(n(params));
        Object.assign(stored, { complete: true, submitted: stored.draft, draft: null, version: stored.version + 1 });
        return HttpResponse.json({
          step: this.view(n(params)),
          progress: this.progress(),
          current_step: this.current(),
        });
      }),
      http.post(`${step}/suggestions/:id`, async ({ params, request }) => {
        const { decision, value } = (await request.json()) as { decision: string; value?: unknown };
        const suggestion = this.suggestions.find(({ id }) => id === params.id);
        const stored = this.at(n(params));
        if (suggestion && decision !== 'reject') {
          const name = suggestion.pointer.slice(1);
          stored.draft = { ...stored.draft, [name]: (value ?? suggestion.value) as string };
          stored.version += 1;
        }
        this.suggestions = this.suggestions.filter(({ id }) => id !== params.id);
        return HttpResponse.json({ suggestion, step: this.view(n(params)) });
      }),
    );
    return this;
  }
}

/** The page of a step, at its address. */
export async function drawStep(n: number) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  const root = createRootRoute();
  const step = createRoute({ getParentRoute: () => root, path: '/onboarding/session/step/$n', component: StepPage });
  const elsewhere = createRoute({ getParentRoute: () => root, path: '/$', component: () => <p>Elsewhere</p> });
  const router = createRouter({
    routeTree: root.addChildren([step, elsewhere]),
    history: createMemoryHistory({ initialEntries: [`/onboarding/session/step/${n}`] }),
  });
  await router.load();
  const view = render(
    <QueryClientProvider client={queries}>
      <AuthProvider>
        <RouterProvider router={router as never} />
      </AuthProvider>
    </QueryClientProvider>,
  );
  return { ...view, queries, router };
}
