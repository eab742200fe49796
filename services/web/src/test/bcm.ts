import type { Schemas } from '@/api/client';
import type { Manifest, ManifestContent } from '@/api/context';
import type { SignedIn } from '@/api/session';

/** The least that a manifest may hold. */
export const LEAN: ManifestContent = {
  foundation: { company: { name: 'Katori', industry: 'technology', stage: 'seed' } },
  meta: { source: 'onboarding', completed_steps: 20, compression_level: 'none' },
};

export const CONTENT: ManifestContent = {
  ...LEAN,
  foundation: { ...LEAN.foundation, value_prop: 'Food cost the same evening.' },
  icps: [{ segment: 'Group owner', pain_points: ['Learns too late'], goals: ['Open six outlets'], confidence: 0.8 }],
  messaging: {
    taglines: ['Know tonight.'],
    key_messages: [{ title: 'Tonight', content: 'The cost on the evening the bill arrives.' }],
  },
  channels: { primary: ['LinkedIn'] },
};

export function manifestOf(changes: Partial<Manifest> = {}): Manifest {
  const now = new Date().toISOString();
  return {
    checksum: '933c17cd9070d4b75394136c5f820e1a76381c30b18e20d14ada5a16736bb9b3',
    completion: 100,
    created_at: now,
    refreshed_at: now,
    freshness: 'fresh',
    manifest: CONTENT,
    pending_changes: false,
    schema_version: '2.0',
    served_from: 'tier0',
    stale_reason: null,
    status: 'ok',
    token_count: 900,
    version: '1.0.0',
    version_major: 1,
    version_minor: 0,
    version_patch: 0,
    workspace_id: '01a219cb-19ce-705c-a6b0-68df5be37367',
    ...changes,
  };
}

const LIMITS: Schemas['LimitsView'] = {
  ai_generations_per_day: 50,
  api_calls_per_hour: 500,
  campaigns: -1,
  icps: 10,
  max_file_mb: 200,
  moves_per_week: -1,
  storage_gb: 25,
  team_seats: 5,
};

/** A founder who is through with onboarding, in one of the roles. */
export function founder(role: Schemas['Role'] = 'owner'): SignedIn {
  const at = '2026-11-26T21:37:50.538Z';
  return {
    account_state: 'active',
    next_action: 'none',
    user: {
      user_id: '01a219cb-19b4-7029-a727-32f19e48aa8a',
      email: 'ananya@example.com',
      email_verified: false,
      identification_number: 'U100006',
      full_name: 'Ananya Krishnamurthy',
      avatar_url: null,
      bio: null,
      time_zone: 'Asia/Kolkata',
      preferences: {},
      platform_role: 'user',
      account_state: 'active',
      created_at: at,
    },
    workspace: {
      workspace_id: '01a219cb-19ce-705c-a6b0-68df5be37367',
      name: 'Katori',
      slug: 'katori-e5d2e877',
      description: null,
      industry: null,
      time_zone: 'Asia/Kolkata',
      role,
      limits: LIMITS,
      is_trial: false,
      settings: {},
      current: true,
      created_at: at,
    },
    subscription: { plan: 'glide', status: 'active', needs_payment: false, is_trial: false },
    onboarding: { status: 'completed', current_step: 23 },
    bcm: { freshness: 'fresh', etag: null },
  };
}
