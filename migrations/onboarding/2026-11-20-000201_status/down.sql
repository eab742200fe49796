DROP TABLE onboarding_status;
DROP FUNCTION onboarding_status_completion();
