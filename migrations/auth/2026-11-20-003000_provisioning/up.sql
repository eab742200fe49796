-- What makes an account usable: profile, workspace, owner membership. Everything here may run again at any time, and no
-- failure of it undoes a sign-up.

CREATE TABLE provisioning_failures (
    account_id uuid NOT NULL CONSTRAINT provisioning_failures_account REFERENCES accounts ON DELETE CASCADE,
    step text NOT NULL CONSTRAINT provisioning_failures_step CHECK (step IN ('profile', 'workspace')),
    error text NOT NULL,
    attempts integer NOT NULL DEFAULT 1,
    resolved_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, step)
);
CREATE INDEX provisioning_failures_open ON provisioning_failures (updated_at) WHERE resolved_at IS NULL;
CREATE TRIGGER provisioning_failures_touch BEFORE UPDATE ON provisioning_failures
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
ALTER TABLE provisioning_failures ENABLE ROW LEVEL SECURITY;
ALTER TABLE provisioning_failures FORCE ROW LEVEL SECURITY;
CREATE POLICY provisioning_failures_service ON provisioning_failures
    USING (app_service() = 'auth') WITH CHECK (app_service() = 'auth');

-- Postgres 15 has no UUIDv7 of its own: 48 bits of milliseconds, then the version, then random bits.
CREATE FUNCTION new_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
            || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid $$;

CREATE FUNCTION display_name(account accounts) RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT coalesce(account.sign_up_name, split_part(account.email, '@', 1)) $$;

CREATE FUNCTION handle_new_user_profile(account uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO users (id, identification_number, full_name, created_at)
    SELECT a.id, '', display_name(a), a.created_at FROM accounts a
    WHERE a.id = account AND NOT EXISTS (SELECT FROM users u WHERE u.id = a.id)
    ON CONFLICT (id) DO NOTHING $$;

CREATE FUNCTION handle_new_workspace(account uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    origin accounts;
    owned uuid;
    stem text;
BEGIN
    SELECT * INTO STRICT origin FROM accounts WHERE id = account;
    -- Two callers at once would both find that there is none.
    PERFORM FROM users WHERE id = account FOR UPDATE;
    SELECT id INTO owned FROM workspaces WHERE owner_id = account AND is_active ORDER BY created_at LIMIT 1;
    stem = left(regexp_replace(lower(split_part(origin.email, '@', 1)), '[^a-z0-9]', '-', 'g'), 54);
    WHILE owned IS NULL LOOP
        INSERT INTO workspaces (id, name, slug, owner_id)
        VALUES (new_uuid(),
                coalesce(origin.sign_up_workspace_name, left(display_name(origin), 243) || '''s Workspace'),
                stem || '-' || left(replace(gen_random_uuid()::text, '-', ''), 8),
                account)
        ON CONFLICT ON CONSTRAINT workspaces_slug_key DO NOTHING
        RETURNING id INTO owned;
    END LOOP;
    INSERT INTO workspace_members (workspace_id, user_id, role, joined_at)
    VALUES (owned, account, 'owner', now())
    ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = 'owner', is_active = true;
END $$;

CREATE FUNCTION note_provisioning(account uuid, failed_step text, problem text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO provisioning_failures AS f (account_id, step, error) VALUES (account, failed_step, problem)
    ON CONFLICT (account_id, step)
        DO UPDATE SET error = excluded.error, attempts = f.attempts + 1, resolved_at = NULL $$;

-- Does whatever is missing; true when nothing is missing any more.
CREATE FUNCTION provision_account(account uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        PERFORM handle_new_user_profile(account);
        UPDATE provisioning_failures SET resolved_at = now()
            WHERE account_id = account AND step = 'profile' AND resolved_at IS NULL;
    EXCEPTION WHEN OTHERS THEN
        PERFORM note_provisioning(account, 'profile', SQLSTATE || ' ' || SQLERRM);
        RETURN false;
    END;
    BEGIN
        PERFORM handle_new_workspace(account);
        UPDATE provisioning_failures SET resolved_at = now()
            WHERE account_id = account AND step = 'workspace' AND resolved_at IS NULL;
    EXCEPTION WHEN OTHERS THEN
        PERFORM note_provisioning(account, 'workspace', SQLSTATE || ' ' || SQLERRM);
        RETURN false;
    END;
    RETURN true;
END $$;

CREATE FUNCTION accounts_bootstrap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM provision_account(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_bootstrap AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION accounts_bootstrap();
