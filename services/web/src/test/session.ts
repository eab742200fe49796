import { HttpResponse, http } from 'msw';
import type { SignedIn } from '@/api/session';

const LIMITS = {
  moves_per_week: 3,
  campaigns: 3,
  icps: 3,
  team_seats: 1,
  storage_gb: 5,
  max_file_mb: 50,
  api_calls_per_hour: 100,
  ai_generations_per_day: 10,
};

/** An owner who has signed up and not paid yet. */
export const FOUNDER: SignedIn = {
  account_state: 'active',
  next_action: 'pay',
  user: {
    user_id: '01900000-0000-7000-8000-000000000001',
    email: 'asha@example.com',
    email_verified: false,
    full_name: 'Asha Rao',
    avatar_url: null,
    bio: null,
    account_state: 'active',
    created_at: '2026-11-20T10:00:00.000Z',
    identification_number: 'U100042',
    platform_role: 'user',
    preferences: {},
    time_zone: 'Asia/Kolkata',
  },
  workspace: {
    workspace_id: '01900000-0000-7000-8000-000000000002',
    name: 'Asha Rao’s workspace',
    slug: 'asha-rao',
    role: 'owner',
    current: true,
    is_trial: true,
    created_at: '2026-11-20T10:00:00.000Z',
    description: null,
    industry: null,
    limits: LIMITS,
    settings: {},
    time_zone: 'Asia/Kolkata',
  },
  subscription: { is_trial: false, needs_payment: true, plan: null, status: 'none' },
  onboarding: { current_step: 0, status: 'pending' },
  bcm: null,
};

/** What the one call answers that everything starts from. */
export function session(answer: SignedIn | null) {
  return http.get('/api/v1/session', () => HttpResponse.json(answer));
}

/** A refusal as the gateway words it. */
export function problem(status: number, code: string, more: object = {}, headers: HeadersInit = {}) {
  return HttpResponse.json(
    { type: 'about:blank', title: code, status, code, detail: `detail of ${code}`, ...more },
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
