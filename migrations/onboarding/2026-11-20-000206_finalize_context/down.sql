ALTER TABLE onboarding_sessions DROP COLUMN finalize_context;
