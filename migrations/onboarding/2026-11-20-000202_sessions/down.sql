DROP TABLE onboarding_sessions;
