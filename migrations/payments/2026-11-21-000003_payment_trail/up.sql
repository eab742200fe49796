-- What happened to each payment. Append-only; an entry may go when it is a year old.
CREATE TABLE payment_audit_log (
    id uuid PRIMARY KEY,
    transaction_id uuid NOT NULL,
    user_id uuid,
    workspace_id uuid NOT NULL,
    action text NOT NULL,
    old_values jsonb NOT NULL DEFAULT '{}',
    new_values jsonb NOT NULL DEFAULT '{}',
    ip text,
    user_agent text,
    session_id uuid,
    metadata jsonb NOT NULL DEFAULT '{}',
    checksum text NOT NULL CONSTRAINT payment_audit_log_checksum CHECK (length(checksum) = 64),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_audit_log_transaction ON payment_audit_log (transaction_id);
CREATE INDEX payment_audit_log_workspace ON payment_audit_log (workspace_id);
CREATE INDEX payment_audit_log_created ON payment_audit_log (created_at);

CREATE FUNCTION payment_audit_log_digest(entry payment_audit_log) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        entry.id, entry.transaction_id, entry.user_id, entry.workspace_id, entry.action, entry.old_values,
        entry.new_values, entry.ip, entry.user_agent, entry.session_id, entry.metadata,
        extract(epoch FROM entry.created_at))::text, 'UTF8')), 'hex') $$;
CREATE FUNCTION payment_audit_log_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.checksum = payment_audit_log_digest(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER payment_audit_log_seal BEFORE INSERT ON payment_audit_log
    FOR EACH ROW EXECUTE FUNCTION payment_audit_log_seal();

ALTER TABLE payment_audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY payment_audit_log_append ON payment_audit_log FOR INSERT WITH CHECK (app_serves(workspace_id));
CREATE POLICY payment_audit_log_read ON payment_audit_log FOR SELECT USING (
    app_serves(workspace_id) OR app_role() IN ('billing_admin', 'super_admin'));
CREATE POLICY payment_audit_log_retention ON payment_audit_log FOR DELETE USING (
    app_serves(workspace_id) AND created_at < now() - interval '1 year');

-- What looks like somebody trying something.
CREATE TABLE payment_security_events (
    id uuid PRIMARY KEY,
    workspace_id uuid,
    event_type text NOT NULL,
    severity text NOT NULL CONSTRAINT payment_security_events_severity
        CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    ip text,
    details jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_security_events_created ON payment_security_events (created_at);
CREATE INDEX payment_security_events_workspace ON payment_security_events (workspace_id);
ALTER TABLE payment_security_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_security_events FORCE ROW LEVEL SECURITY;
CREATE POLICY payment_security_events_append ON payment_security_events FOR INSERT WITH CHECK (
    app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL));
CREATE POLICY payment_security_events_read ON payment_security_events FOR SELECT USING (
    app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL)
    OR app_role() IN ('billing_admin', 'super_admin'));
CREATE POLICY payment_security_events_retention ON payment_security_events FOR DELETE USING (
    app_service() IS NOT NULL AND workspace_id IS NULL AND created_at < now() - interval '1 year');
CREATE POLICY payment_security_events_erase ON payment_security_events FOR DELETE USING (app_serves(workspace_id));

DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON payment_audit_log, payment_security_events FROM %I', current_schema());
END $$;
