-- What a finalize hands to bcm, the same at every attempt under one id; with the result it has done its service.
ALTER TABLE onboarding_sessions ADD COLUMN finalize_context jsonb;
