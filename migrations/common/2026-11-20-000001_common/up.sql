-- What every service's schema has. Run with the schema as search_path; the service's role has the schema's name.

CREATE FUNCTION app_user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
CREATE FUNCTION app_workspace_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.workspace_id', true), '')::uuid $$;
CREATE FUNCTION app_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.role', true), '') $$;
CREATE FUNCTION app_service() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.service', true), '') $$;
-- The service at work on this workspace, or on all of them when it named none.
CREATE FUNCTION app_serves(workspace uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.service', true) <> ''
              AND (nullif(current_setting('app.workspace_id', true), '') IS NULL
                   OR nullif(current_setting('app.workspace_id', true), '')::uuid = workspace) $$;

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD AND NEW.updated_at = OLD.updated_at THEN
        NEW.updated_at = clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    workspace_id uuid,
    event_key text NOT NULL CONSTRAINT outbox_event_key UNIQUE,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    delivered_at timestamptz,
    failed_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_workspace ON outbox (workspace_id);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_service ON outbox USING (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL))
    WITH CHECK (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL));

CREATE TABLE email_log (
    id uuid PRIMARY KEY,
    event_key text NOT NULL CONSTRAINT email_log_event_key UNIQUE,
    workspace_id uuid,
    user_id uuid NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    provider_id text,
    status text NOT NULL CONSTRAINT email_log_status CHECK (status IN ('queued', 'sent', 'failed', 'suppressed')),
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX email_log_user ON email_log (user_id);
CREATE INDEX email_log_workspace ON email_log (workspace_id);
ALTER TABLE email_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_log FORCE ROW LEVEL SECURITY;
CREATE POLICY email_log_service ON email_log USING (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL))
    WITH CHECK (app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL));

CREATE TABLE idempotency_keys (
    workspace_id uuid NOT NULL,
    scope text NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL CONSTRAINT idempotency_keys_hash CHECK (length(request_hash) = 64),
    status text NOT NULL CONSTRAINT idempotency_keys_status CHECK (status IN ('running', 'done')),
    response bytea,
    leased_until timestamptz NOT NULL,
    -- The call that holds the key; one that was overtaken after its lease can neither finish nor release it.
    holder uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, scope, key)
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_keys_service ON idempotency_keys USING (app_serves(workspace_id)) WITH CHECK (app_serves(workspace_id));

-- Append-only; each entry hashes the one before it in its chain: that of its workspace, else that of its actor.
CREATE TABLE audit_log (
    id uuid PRIMARY KEY,
    workspace_id uuid,
    actor_id uuid,
    -- These two and the hashes are given by the trigger: 1, 2, 3 … within the chain.
    chain uuid NOT NULL,
    position bigint NOT NULL,
    actor_kind text NOT NULL CONSTRAINT audit_log_actor_kind CHECK (actor_kind IN ('user', 'service', 'provider', 'support')),
    action text NOT NULL,
    target_type text NOT NULL,
    target_id text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    ip text,
    user_agent text,
    success boolean NOT NULL,
    error text,
    created_at timestamptz NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL CONSTRAINT audit_log_hash CHECK (length(hash) = 64)
);
CREATE UNIQUE INDEX audit_log_position ON audit_log (chain, position);
CREATE INDEX audit_log_workspace ON audit_log (workspace_id);
CREATE INDEX audit_log_created ON audit_log (created_at);
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_log_read ON audit_log FOR SELECT USING (
    app_serves(workspace_id)
    OR (app_service() IS NOT NULL AND workspace_id IS NULL)
    OR (workspace_id = app_workspace_id() AND app_role() IN ('owner', 'admin')));
CREATE POLICY audit_log_append ON audit_log FOR INSERT WITH CHECK (
    app_serves(workspace_id) OR (app_service() IS NOT NULL AND workspace_id IS NULL));

CREATE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    NEW.chain = coalesce(NEW.workspace_id, NEW.actor_id, '00000000-0000-0000-0000-000000000000');
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || ':audit:' || NEW.chain, 0));
    SELECT position, hash INTO last FROM audit_log WHERE chain = NEW.chain ORDER BY position DESC LIMIT 1;
    NEW.position = coalesce(last.position, 0) + 1;
    NEW.prev_hash = coalesce(last.hash, repeat('0', 64));
    NEW.hash = audit_log_digest(NEW);
    RETURN NEW;
END $$;
CREATE FUNCTION audit_log_digest(entry audit_log) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        entry.prev_hash, entry.position, entry.id, entry.workspace_id, entry.actor_id, entry.actor_kind, entry.action, entry.target_type,
        entry.target_id, entry.details, entry.ip, entry.user_agent, entry.success, entry.error,
        extract(epoch FROM entry.created_at))::text, 'UTF8')), 'hex') $$;
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_chain();
DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM %I', current_schema());
END $$;
