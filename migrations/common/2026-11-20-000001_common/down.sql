DROP TABLE audit_log CASCADE;
DROP FUNCTION audit_log_chain();
DROP TABLE idempotency_keys, email_log, outbox;
DROP FUNCTION touch_updated_at();
DROP FUNCTION app_serves(uuid);
DROP FUNCTION app_service();
DROP FUNCTION app_role();
DROP FUNCTION app_workspace_id();
DROP FUNCTION app_user_id();
