DROP TABLE payment_security_events;
DROP TABLE payment_audit_log CASCADE;
DROP FUNCTION payment_audit_log_seal();
